// SPDX-License-Identifier: MIT
// Answers in sentences, the same for every writer: who is fastest, from which size on, how sure that is.
#pragma once

#include <optional>
#include <string>

#include "reports/views/views.hpp"

namespace parallax::reports {

// "tbb is fastest: 1.93× as fast as serial (1.90–1.96)." if it is surely faster than all others; else "No clear winner: tbb,
// openmp and fork cannot be told apart. tbb took the least time: ...". Says so where no runtime did all of the works,
// where nothing beats serial, where there is no serial, and where there are too few repetitions for any of it.
std::string answer_sentence(const Answer& answer);

// From which size on the best one pays, as far as the run has sweeps of the answer's own kernels: METG(75 %) for tiny tasks,
// break-even for other work that computes; for the rest the numbers of workers at which it was fastest. Empty if nothing
// is known.
std::string size_sentence(const Answer& answer, const Views& views);

// "tbb is best in 63 % of resamples, over 12 works with at least 6 repetitions, grains 1 to 4 096."
std::string sureness_sentence(const Answer& answer, const Views& views);

// "; about 40 repetitions would tell", "; more than 1000 repetitions would be needed to tell", or nothing.
std::string resolving_text(std::optional<std::size_t> repetitions);

// Of those that cannot be told from the best: "About 25 repetitions would tell fork from tbb, about 400 all that ≈ marks."
// Empty where there are none, or nothing can be said.
std::string resolving_sentence(const Answer& answer);

}  // namespace parallax::reports

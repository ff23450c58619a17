// SPDX-License-Identifier: MIT
// What every writer of reports says in the same words: kinds of work, the answer in a sentence, outcomes.
#pragma once

#include <string>

#include "reports/views/views.hpp"

namespace parallax::reports {

std::string kind_title(WorkKind kind);    // "Tiny CPU tasks"
std::string kind_meaning(WorkKind kind);  // "a chunk takes one worker less than 10 µs"

// "tbb is fastest: 1.93× as fast as serial (1.90–1.96). Not distinguishable from it: openmp and fork." Says
// so where no runtime did all of the works, where nothing beats serial and where there is no serial.
std::string answer_sentence(const Answer& answer, const Views& views);

// From which size on the best one pays: for work that computes its break-even and METG(75 %), as far as the
// run has sweeps that tell; for the rest the numbers of workers at which it was fastest. Empty if nothing is
// known.
std::string size_sentence(const Answer& answer, const Views& views);

// "Best in 63 % of resamples, over 12 works with at least 6 repetitions."
std::string sureness_sentence(const Answer& answer, const Views& views);

// A counter's value in the unit that its name tells: "woken_p50" is a time, "worker_pss" are bytes.
std::string counter_text(std::string_view name, double value);

std::string crossing_text(Crossing crossing);  // "found", "never reached", "below the sweep", "unstable"
std::string metg_text(const Metg& metg);  // "1.2 µs (1.1–1.4 µs)", "≤ 62 ns", "never reached", "unstable"

// "from 12.3 µs (9.8–15.1 µs)", "always", "never", "not resolved".
std::string break_even_text(const BreakEvenSize& size);

// What a runtime reaches in the first sweep of its kind: METG(75 %), and the smallest job that it does faster
// than serial. Null if it was not measured along one.
const Metg* metg_of(const std::string& runtime, const Views& views);
const BreakEvenSize* break_even_of(const std::string& runtime, const Views& views);

// "a, b and c".
std::string listed(const std::vector<std::string>& words);

}  // namespace parallax::reports

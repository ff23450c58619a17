// SPDX-License-Identifier: MIT
// What every writer of reports says in the same words: kinds of work, the answer in a sentence, outcomes.
#pragma once

#include <optional>
#include <string>

#include "reports/views/views.hpp"

namespace parallax::reports {

std::string kind_title(WorkKind kind);    // "Tiny CPU tasks"
std::string kind_meaning(WorkKind kind);  // "a chunk takes one worker less than 10 µs"

// What a report begins with: "This run was disturbed, so nothing is ranked: ...", or of a part of the cells that their
// works are in no ranking; and of cells that a CPU quota held back. Empty where nothing was disturbed.
std::string disturbance_sentence(const Views& views);

// "others used 0.4 % of the processors", empty where that is not known.
std::string foreign_load_text(const Views& views);

// "264 cells, 5 kernels, 6 runtimes, 0 failed, 0 not supported; 16 processors; noise of the machine 9.4 %".
std::string counts_text(const Views& views);

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

// Where a cell's efficiency went: "loses 44 % to imbalance", "loses nothing that is sure", "12 % unexplained", "not known:
// keeping accounts took 40 % more time".
std::string split_reading(const EfficiencySplit& split);

// "openmp-static loses 44 % to imbalance on mandelbrot (2 workers)." of the largest losses whose cause is sure, at most two;
// empty where there are none.
std::string loss_sentence(const Answer& answer, const Views& views);

// The head of a column of intervals of times: "95 % interval", or "interval" where some row's ranks reach less.
std::string interval_title(const Views& views, const std::vector<std::size_t>& rows);

// "; about 40 repetitions would tell", "; more than 1000 repetitions would be needed to tell", or nothing.
std::string resolving_text(std::optional<std::size_t> repetitions);

// Of those that cannot be told from the best: "About 25 repetitions would tell fork from tbb, about 400 all that ≈ marks."
// Empty where there are none, or nothing can be said.
std::string resolving_sentence(const Answer& answer);

// A counter's value in the unit that its name tells: "woken_p50" is a time, "worker_pss" are bytes.
std::string counter_text(std::string_view name, double value);

std::string crossing_text(Crossing crossing);   // "found", "never reached", "below the sweep", "unstable"
std::string floor_text(const GrainLine& line);  // "84 ns", or nothing
std::string against_trivial_text(const GrainLine& line);  // "1.4× (1.3–1.5×)", or nothing
std::string metg_text(const Metg& metg);  // "1.2 µs (1.1–1.4 µs)", "≤ 62 ns", "never reached", "unstable"

// "from 12.3 µs (9.8–15.1 µs)", "from 12.3 µs at the latest", "always", "never", "not resolved".
std::string break_even_text(const BreakEvenSize& size);

// "a, b and c".
std::string listed(const std::vector<std::string>& words);

}  // namespace parallax::reports

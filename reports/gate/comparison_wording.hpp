// SPDX-License-Identifier: MIT
// What every writer of a comparison says in the same words, and in which order: the gravest first.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/gate/comparison.hpp"

namespace parallax::reports::gate {

// 0 is the gravest: errors, then regressions, then what could not be judged, and identical ones last.
std::size_t gravity(Verdict verdict);
// What a reader need not look at one by one: no change, and identical.
bool is_quiet(Verdict verdict);

// Numbers of cells, the gravest first, then by how much slower they are, then in the order of the run.
std::vector<std::size_t> by_gravity(const Comparison& comparison);
// Those verdicts that occur, the gravest first.
std::vector<Verdict> occurring(const Comparison& comparison);
std::string counts_text(const Comparison& comparison);  // "1 regression, 57 no change"

// Of its wall time; null if it was not measured or if nothing came out that has a logarithm.
const MetricOutcome* wall_of(const CellOutcome& cell);
bool is_ratio(double ratio);  // finite and above 0

std::string change_text(double ratio);               // "+12.3 %", "−4.0 %", from tenfold on "12.3×"
std::string interval_text(const Estimate& ratio);    // "+10.1 … +14.2 %", or "–"
std::string confidence_text(const Estimate& ratio);  // what the interval reaches, never more: "96 %", or "–"
std::string interval_phrase(const Estimate& ratio);  // "96 % interval +10.1 … +14.2 %", or "no interval"
std::string share_text(double share);                // 0.05 is "5 %", 0.075 is "7.5 %"
std::string threshold_text(const MetricOutcome& outcome);            // "±5 %"
std::string detectable_text(const std::optional<double>& slowdown);  // "7.5 %", or "–"
std::string p_text(const std::optional<double>& p);                  // "0.0012", "<0.0001", or "–"
std::string value_text(Metric metric, double value);  // seconds or bytes; "–" if there is none

// As that of a cell, but what is more of something else than time is not called slower.
std::string verdict_text(const MetricOutcome& outcome);
// "CPU time of all workers: regression, +12.3 % (96 % interval +10.1 … +14.2 %), threshold ±5 %, detects
// 7.5 %, 20 pairs".
std::string outcome_sentence(const MetricOutcome& outcome);

// What the columns of a table mean, for below it.
inline constexpr const char* columns_note =
    "“sure” is how sure the interval is. “detects” is the slowdown that would have been found with 80 %; “–” "
    "is "
    "not even one by 100 %.";
// "The chance of a false regression in the whole run is at most 1 %"; empty if nothing was measured.
std::string error_sentence(const Comparison& comparison);

// "1: there is a regression", "3: not judged, as the run is incomplete".
std::string exit_sentence(const Comparison& comparison);

// "./bench of commit 4f2d1c0a9b8e, program text 0123456789ab".
std::string program_sentence(const Program& program);

// The first part of a name's path, that is the kernel.
std::string_view kernel_of(std::string_view name);

}  // namespace parallax::reports::gate

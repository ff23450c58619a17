// SPDX-License-Identifier: MIT
// How often a visit runs a cell, so that it measures long enough and equally often in both programs.
#pragma once

#include <optional>

#include "reports/gate/subject.hpp"

namespace parallax::reports::gate {

// What is run to learn how long an iteration takes: first one, then more and more of them.
Plan first_probe(bool takes_iterations);
// Nothing if the last one took long enough, or cannot be made longer.
std::optional<Plan> next_probe(const Plan& last, double iteration, double visit);

// `iteration` and `visit` in seconds. Where each repetition is a process of its own one is enough. Elsewhere
// the first of several is dropped, and if the library cannot be told a number of iterations, repetitions of a
// single one take its place where an iteration takes at least a fiftieth of the visit.
Plan plan_for(double iteration, double visit, bool takes_iterations, bool fresh_repetitions);

}  // namespace parallax::reports::gate

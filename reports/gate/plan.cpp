// SPDX-License-Identifier: MIT
#include "reports/gate/plan.hpp"

#include <algorithm>
#include <cmath>

namespace parallax::reports::gate {
namespace {

constexpr int repetitions = 4, dropped = 1;
constexpr double most_iterations = 1e9, most_repetitions = 50;

std::int64_t fitting(double seconds, double iteration) {
  return static_cast<std::int64_t>(
      std::clamp(std::round(seconds / std::max(iteration, 1e-12)), 1.0, most_iterations));
}

}  // namespace

Plan first_probe(bool takes_iterations) {
  if (takes_iterations) return {.iterations = 1, .seconds = 0, .repetitions = 1, .dropped = 0};
  return {.iterations = 0, .seconds = 0.02, .repetitions = 1, .dropped = 0};
}

std::optional<Plan> next_probe(const Plan& last, double iteration, double visit) {
  const double took = iteration * static_cast<double>(last.iterations);
  if (last.iterations == 0 || took >= visit / 10 || static_cast<double>(last.iterations) >= most_iterations)
    return {};
  auto next = last;
  next.iterations = std::clamp(fitting(visit / 2, iteration), last.iterations + 1, 100 * last.iterations);
  return next;
}

Plan plan_for(double iteration, double visit, bool takes_iterations, bool fresh_repetitions) {
  if (fresh_repetitions && takes_iterations)
    return {.iterations = fitting(visit, iteration), .seconds = 0, .repetitions = 1, .dropped = 0};
  if (fresh_repetitions) return {.iterations = 0, .seconds = visit, .repetitions = 1, .dropped = 0};
  if (takes_iterations)
    return {.iterations = fitting(visit / repetitions, iteration),
            .seconds = 0,
            .repetitions = repetitions,
            .dropped = dropped};
  if (iteration >= visit / most_repetitions) {
    const int kept = std::max(static_cast<int>(fitting(visit, iteration)), 3),
              first = std::max(kept / 4, dropped);
    return {.iterations = 0, .seconds = 0, .repetitions = kept + first, .dropped = first};
  }
  return {.iterations = 0, .seconds = visit / repetitions, .repetitions = repetitions, .dropped = dropped};
}

}  // namespace parallax::reports::gate

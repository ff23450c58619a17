// SPDX-License-Identifier: MIT
// What the sweeps say of one runtime and one kernel.
#include <cmath>

#include "reports/views/views.hpp"

namespace parallax::reports {
namespace {

constexpr double usual_threshold = 0.75;

// Whether a sweep with so many workers says more than another: as many as there are processors, or the next best.
bool says_more(std::int64_t workers, std::int64_t other, std::optional<std::int64_t> processors) {
  const auto most = processors.value_or(workers > other ? workers : other);
  const bool fits = workers <= most, other_fits = other <= most;
  if (fits != other_fits) return fits;
  return fits ? workers > other : workers < other;
}

}  // namespace

std::optional<FoundMetg> metg_of(const std::string& runtime, const std::string& kernel, const Views& views) {
  std::optional<FoundMetg> best;
  for (const auto& sweep : views.grain_sweeps) {
    if (sweep.title() != kernel) continue;
    if (best && !says_more(sweep.workers, best->sweep->workers, views.processors)) continue;
    for (const auto& line : sweep.lines)
      if (line.runtime == runtime)
        for (const auto& metg : line.curve.metg)
          if (std::abs(metg.threshold - usual_threshold) < 1e-9) best = {&sweep, &metg};
  }
  return best;
}

std::optional<FoundBreakEven> break_even_of(const std::string& runtime, const std::string& kernel,
                                            const Views& views) {
  std::optional<FoundBreakEven> best;
  for (const auto& sweep : views.size_sweeps) {
    if (sweep.kernel != kernel) continue;
    if (best && !says_more(sweep.workers, best->sweep->workers, views.processors)) continue;
    for (const auto& line : sweep.lines)
      if (line.runtime == runtime) best = {&sweep, &line.against_serial};
  }
  return best;
}

}  // namespace parallax::reports

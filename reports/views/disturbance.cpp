// SPDX-License-Identifier: MIT
#include "reports/views/disturbance.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/statistics/median.hpp"

namespace parallax::reports {
namespace {

bool is_throttled(const Estimate& seconds) {
  return seconds.point() > 0 || (seconds.interval() && seconds.interval()->high > 0);
}

}  // namespace

std::string_view throttled_warning() { return "throttled: a CPU quota held it back"; }

std::string disturbed_warning(const Disturbance& found) {
  return fmt::format("disturbed: others used more than {:.3g} % of the processors", 100 * found.limit);
}

Disturbance find_disturbance(const std::vector<Row>& rows, std::optional<std::int64_t> processors) {
  Disturbance found;
  if (processors)
    found.limit = std::min(found.limit, most_foreign_processors / static_cast<double>(*processors));
  std::vector<double> all, high;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    if (const auto* throttled = rows[index].counter("throttled_seconds");
        throttled && is_throttled(*throttled))
      found.throttled.push_back(index);
    const auto* load = rows[index].counter("foreign_load");
    if (!load) continue;
    all.push_back(load->point());
    if (load->point() <= found.limit) continue;
    high.push_back(load->point());
    found.rows.push_back(index);
  }
  found.known = all.size();
  if (found.known > 0) found.typical = median(high.empty() ? all : high);
  found.is_high =
      static_cast<double>(found.rows.size()) > most_disturbed_cells * static_cast<double>(found.known);
  return found;
}

}  // namespace parallax::reports

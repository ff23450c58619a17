// SPDX-License-Identifier: MIT
// How much of the processors others used while a run was measured: other programs, or other guests of a virtual
// machine's host. Above a few percent it is not the runtimes that decide who is fastest.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/views/row.hpp"

namespace parallax::reports {

// Of the processors; and of one processor, of which a machine with many must not lose more either: whoever waits
// for all workers waits for the one that shares its processor.
inline constexpr double most_foreign_load = 0.05, most_foreign_processors = 0.5;
// Of the cells, from which on the run as a whole ranks nobody.
inline constexpr double most_disturbed_cells = 0.1;

struct Disturbance {
  std::size_t known = 0;          // cells that say what others used
  std::vector<std::size_t> rows;  // of these: where it was too much
  double limit = most_foreign_load;
  double typical =
      0;  // share of the processors: median over `rows`, or over all that are known where `rows` is empty
  std::vector<std::size_t> throttled;  // rows that a CPU quota held back, or may have in the median
  bool is_high = false;                // too many cells: nothing of the run is ranked
};

// "disturbed: others used more than 5 % of the processors".
std::string disturbed_warning(const Disturbance& found);

// "throttled: a CPU quota held it back".
std::string_view throttled_warning();

// Where the file says nothing, nothing is disturbed.
Disturbance find_disturbance(const std::vector<Row>& rows, std::optional<std::int64_t> processors);

}  // namespace parallax::reports

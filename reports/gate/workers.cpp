// SPDX-License-Identifier: MIT
#include "reports/gate/workers.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "reports/results/cell.hpp"

namespace parallax::reports::gate {

int workers_of(const std::string& name) {
  const auto id = parse_cell_name(name);
  std::int64_t count = id.workers.value_or(1);
  const auto slash = name.rfind("/threads:");
  if (!id.workers && slash != std::string::npos)
    std::from_chars(name.data() + slash + 9, name.data() + name.size(), count);
  return static_cast<int>(std::clamp<std::int64_t>(count, 1, std::numeric_limits<int>::max()));
}

}  // namespace parallax::reports::gate

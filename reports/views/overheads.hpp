// SPDX-License-Identifier: MIT
// Overheads: what a runtime costs where there is no work at all, read off the kernel `empty`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/views/work.hpp"

namespace parallax::reports {

struct Overhead {
  std::string runtime;
  std::int64_t workers;
  std::optional<Estimate>
      region;  // seconds from handing over a job of one empty item per worker until it is done
  std::optional<Estimate> claim;        // seconds more for each further chunk
  std::optional<Estimate> start, stop;  // seconds to start and to stop the workers
};

// One per runtime, at the largest number of workers that the machine has processors for. Empty if `empty` was
// not measured.
std::vector<Overhead> find_overheads(const std::vector<Work>& works, const std::vector<Row>& rows,
                                     const std::vector<std::string>& runtimes,
                                     std::optional<std::int64_t> processors);

}  // namespace parallax::reports

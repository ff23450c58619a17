// SPDX-License-Identifier: MIT
//
// Which of the shared memory a process has mapped already. A process has page tables of its own: what others
// have touched still has to be mapped in it. At once, when memory is seen for the first time, instead of page
// by page whenever a chunk comes by.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "runtimes/job.hpp"

namespace parallax {

class PageMap {
 public:
  // Maps what is not mapped yet. Returns how many regions that were.
  int map(const MapJob& job);
  int map(std::span<const std::byte> bytes);

 private:
  bool knows(std::span<const std::byte> bytes) const;

  std::vector<std::span<const std::byte>> known_;
  std::span<const std::byte> last_params_, last_in_, last_out_;
  std::size_t oldest_ = 0;  // where the next one goes, once there are enough
};

}  // namespace parallax

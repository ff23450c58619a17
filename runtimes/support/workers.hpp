// SPDX-License-Identifier: MIT
//
// The worker objects of a runtime in one process. They live as long as the runtime, because kernels keep
// things with them from one job to the next.
#pragma once

#include <cstddef>
#include <deque>

#include "runtimes/worker.hpp"

namespace parallax {

// Objects W(0, more...), W(1, more...), ... up to W(count - 1, more...).
template <class W>
class Workers {
 public:
  template <class... More>
  explicit Workers(int count, More&... more) {
    for (int index = 0; index < count; ++index) workers_.emplace_back(index, more...);
  }

  W& operator[](int index) { return workers_[static_cast<std::size_t>(index)]; }
  int count() const { return static_cast<int>(workers_.size()); }

 private:
  std::deque<W> workers_;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// The first exception that any thread of a region threw, for the caller to throw again.
#pragma once

#include <atomic>
#include <exception>
#include <utility>

namespace parallax {

class FirstError {
 public:
  // Called in a catch block, by any thread. Later errors of the same region are dropped.
  void keep() noexcept {
    if (!taken_.exchange(true)) error_ = std::current_exception();
  }

  bool any() const { return taken_.load(std::memory_order_relaxed); }

  // Called by one thread after all others have left the region: throws what was kept and forgets it.
  void rethrow() {
    if (!any()) return;
    taken_ = false;
    std::rethrow_exception(std::exchange(error_, nullptr));
  }

 private:
  std::atomic<bool> taken_ = false;
  std::exception_ptr error_;
};

}  // namespace parallax

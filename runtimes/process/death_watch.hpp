// SPDX-License-Identifier: MIT
//
// A thread, asleep otherwise, that learns from the kernel when one of some processes has ended, whatever that
// process was doing, and says so at once.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "support/descriptor.hpp"

namespace parallax {

class DeathWatch {
 public:
  // on_death is called by the thread, after any() has become true. Throws std::system_error.
  explicit DeathWatch(std::function<void()> on_death);
  ~DeathWatch();
  DeathWatch(const DeathWatch&) = delete;
  DeathWatch& operator=(const DeathWatch&) = delete;

  // Watches a process by its pid descriptor, which must stay open until slot `number` has been collected.
  void add(int descriptor, int number);
  // Whether a process has ended that has not been collected.
  const std::atomic<bool>& any() const { return any_; }
  // The numbers of those that have ended since the last call.
  std::vector<int> collect();

 private:
  void watch();

  std::function<void()> on_death_;
  Descriptor events_;
  Descriptor stop_;
  std::mutex mutex_;
  std::vector<int> ended_;
  std::atomic<bool> any_ = false;
  std::thread thread_;
};

}  // namespace parallax

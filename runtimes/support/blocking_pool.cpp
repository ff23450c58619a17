// SPDX-License-Identifier: MIT
#include "runtimes/support/blocking_pool.hpp"

#include <system_error>
#include <utility>

namespace parallax {

BlockingPool::~BlockingPool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  something_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void BlockingPool::run(std::function<void()> call) {
  {
    const std::lock_guard lock(mutex_);
    if (idle_ <= calls_.size() && threads_.size() < most_) {
      try {
        threads_.emplace_back([this] { serve(); });
      } catch (const std::system_error&) {
        if (threads_.empty()) throw;  // otherwise one of those that are there will come to it
      }
    }
    calls_.push_back(std::move(call));
  }
  something_.notify_one();
}

void BlockingPool::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    something_.wait(lock, [&] { return ending_ || !calls_.empty(); });
    --idle_;
    if (calls_.empty()) return;
    const auto call = std::move(calls_.front());
    calls_.pop_front();
    lock.unlock();
    call();
    lock.lock();
  }
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// Threads for calls that wait in a way no event loop can see. They are started when there is something to do
// and nobody idle, up to a limit beyond which calls queue, and end with the pool.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace parallax {

class BlockingPool {
 public:
  explicit BlockingPool(std::size_t most_threads) : most_(most_threads) {}
  // No call may be left.
  ~BlockingPool();
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  // Has `call` run by one of the threads; it must not throw. Throws if there is no thread and none can be
  // had.
  void run(std::function<void()> call);

 private:
  void serve();

  std::mutex mutex_;
  std::condition_variable something_;
  std::deque<std::function<void()>> calls_;
  std::size_t idle_ = 0;  // threads that wait for calls
  bool ending_ = false;
  const std::size_t most_;
  std::vector<std::thread> threads_;
};

}  // namespace parallax

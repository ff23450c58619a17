// SPDX-License-Identifier: MIT
//
// A thread that wants a lock while the test has it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <thread>

#include "tests/runtimes/asleep.hpp"

namespace parallax::testing {

// Takes the lock as number 1 and drops it again.
template <class Lock>
class Waiter {
 public:
  // Returns when the thread is about to take the lock. It drops it when it is let go.
  explicit Waiter(Lock& lock) : thread_([this, &lock] { run(lock); }) {
    while (id_ == 0) std::this_thread::yield();
  }
  ~Waiter() { thread_.join(); }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  bool has_been_in() const { return in_; }
  void let_go() { may_go_ = true; }
  int error() const { return error_; }

  // Returns when it sleeps within take().
  void until_it_sleeps() const {
    EXPECT_TRUE(eventually([&] { return asleep(id_); }));
  }

  // Returns when it has gone to sleep so often within take() that it surely has asked for the lock.
  void until_it_asks() const {
    const auto before = sleeps_of(id_);
    EXPECT_TRUE(eventually([&] { return sleeps_of(id_) >= before + 10; }));
  }

 private:
  void run(Lock& lock) {
    errno = EDOM;
    id_ = gettid();
    lock.take(1);
    error_ = errno;
    in_ = true;
    while (!may_go_) std::this_thread::yield();
    lock.drop(1);
  }

  std::atomic<pid_t> id_ = 0;
  std::atomic<bool> in_ = false;
  std::atomic<bool> may_go_ = false;
  std::atomic<int> error_ = 0;
  std::thread thread_;  // the last: it uses the others
};

}  // namespace parallax::testing

// SPDX-License-Identifier: MIT
//
// Many threads that compete for one lock.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <thread>
#include <vector>

#include "runtimes/support/gil_lock.hpp"

namespace parallax {
namespace {

// The parameter is the switch interval, in microseconds.
class GilLockOfManyThreads : public ::testing::TestWithParam<long> {
 protected:
  static constexpr int threads = 4;

  // body(number) in that many threads, which begin together.
  template <class Body>
  void in_threads(Body body) {
    std::latch begin(threads);
    std::vector<std::thread> all;
    for (int number = 0; number < threads; ++number) {
      all.emplace_back([&, number] {
        begin.arrive_and_wait();
        body(number);
      });
    }
    for (auto& thread : all) thread.join();
  }

  GilLock lock_{std::chrono::microseconds(GetParam())};
};

// With the longest interval, whose end no test would see, every wake-up has to come from whoever drops the
// lock.
TEST_P(GilLockOfManyThreads, HasOneHolderAtATimeAndLosesNoWakeUp) {
  constexpr int times = 3000;
  std::atomic<int> holders = 0, crowds = 0;
  int unprotected = 0;  // ThreadSanitizer would see a lock that orders nothing
  in_threads([&](int number) {
    const auto hold = [&](bool long_enough) {
      crowds += ++holders != 1;
      ++unprotected;
      if (long_enough) std::this_thread::yield();
      --holders;
    };
    for (int i = 0; i < times; ++i) {
      GilHeld held(lock_, number);
      hold(i % 32 == 0);
      lock_.checkpoint(number);
      hold(false);
      GilReleased released(lock_, number);
    }
  });
  EXPECT_EQ(crowds, 0);
  EXPECT_EQ(unprotected, 2 * times * threads);
  EXPECT_GE(lock_.switches(), static_cast<unsigned>(threads));
}

INSTANTIATE_TEST_SUITE_P(Intervals, GilLockOfManyThreads, ::testing::Values(1, 5000, 3'600'000'000),
                         ::testing::PrintToStringParamName());

class GilLockOfBusyThreads : public GilLockOfManyThreads {};

// Nobody blocks and nobody goes on before all others have come as far.
TEST_P(GilLockOfBusyThreads, GoesRoundByCheckpointsAlone) {
  constexpr int rounds = 20;
  std::atomic<int> round_of[threads] = {};
  in_threads([&](int number) {
    GilHeld held(lock_, number);
    for (int round = 1; round <= rounds; ++round) {
      round_of[number] = round;
      const auto behind = [&](const auto& other) { return other < round; };
      while (std::any_of(round_of, round_of + threads, behind)) lock_.checkpoint(number);
    }
  });
  // In each round all but the one who came last in the round before had to get in.
  EXPECT_GE(lock_.switches(), static_cast<unsigned>(rounds * (threads - 1)));
}

INSTANTIATE_TEST_SUITE_P(Intervals, GilLockOfBusyThreads, ::testing::Values(1, 1000),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace parallax

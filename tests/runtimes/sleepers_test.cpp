// SPDX-License-Identifier: MIT
#include "runtimes/stealing/sleepers.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax {
namespace {

struct Sleeper final : Worker {
  using Worker::Worker;
};

// Two go to sleep for each job, somebody wakes one or the other, and then the job ends: none sleeps on. The one that
// has just been marked must not be taken for the last one that is asleep.
TEST(Sleepers, NobodySleepsOnWhenTheJobIsOver) {
  constexpr int rounds = 20'000, asleep = 2;
  std::array<SleepingPlace, asleep> places;
  Sleepers sleepers(places);
  std::atomic<int> begun = 0, over = 0;  // jobs
  std::array<std::atomic<int>, asleep> returned{};
  std::vector<std::thread> threads;
  for (std::size_t index = 0; index < asleep; ++index) {
    threads.emplace_back([&, index] {
      Sleeper self(static_cast<int>(index));
      for (int job = 1; job <= rounds; ++job) {
        while (begun.load() < job) std::this_thread::yield();
        while (over.load() < job) sleepers.sleep_unless([&] { return over.load() >= job; }, index, self);
        returned[index].store(job);
      }
    });
  }
  threads.emplace_back([&] {  // finds work for one of them, now and then
    for (int job = 1; job <= rounds; ++job) {
      while (begun.load() < job) std::this_thread::yield();
      while (over.load() < job) sleepers.wake_one();
    }
  });
  const auto all_returned = [&](int job) { return returned[0].load() >= job && returned[1].load() >= job; };
  int lost = 0;  // the job in which somebody slept on
  for (int job = 1; job <= rounds && lost == 0; ++job) {
    begun.store(job);
    for (int i = 0; i < job % 64; ++i) std::this_thread::yield();
    over.store(job);
    sleepers.wake_all();
    for (int i = 0; i < 10'000 && !all_returned(job); ++i) std::this_thread::yield();
    if (!testing::eventually([&] { return all_returned(job); })) lost = job;
  }
  begun.store(rounds);
  over.store(rounds);
  sleepers.wake_all_whatever_is_marked();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(lost, 0);
}

}  // namespace
}  // namespace parallax

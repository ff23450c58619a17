// SPDX-License-Identifier: MIT
//
// MessagePool beyond what the conformance suite asks of `fork-pipe`: delivery, retry, replacement.
#include "runtimes/process/message_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>

#include "runtimes/arena.hpp"
#include "runtimes/worker.hpp"
#include "tests/runtimes/jobs.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using ::testing::AllOf;
using testing::CountingJob;
using testing::Deed;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

// out[i] = in[i] + params[0], from memory that workers do not share.
class Sums {
 public:
  Sums(std::size_t items, std::size_t own_bytes) : in_(items), out_(items), own_(own_bytes) {
    std::iota(in_.begin(), in_.end(), 1u);
  }

  MapJob job(std::size_t grain, std::uint64_t add) {
    add_ = add;
    std::fill(out_.begin(), out_.end(), 0u);
    return {.kernel = "sums",
            .items = in_.size(),
            .grain = grain,
            .params = std::as_bytes(std::span(&add_, 1)),
            .in = std::as_bytes(std::span(in_)),
            .in_per_item = own_,
            .out = std::as_writable_bytes(std::span(out_)),
            .run = [](const MapJob& self, Range range, Worker&) {
              const auto* in = reinterpret_cast<const std::uint64_t*>(self.in.data());
              const auto more = *reinterpret_cast<const std::uint64_t*>(self.params.data());
              auto* out = reinterpret_cast<std::uint64_t*>(self.out.data());
              for (std::size_t i = range.begin; i < range.end; ++i) out[i] = in[i] + more;
            }};
  }
  bool right() const {
    for (std::size_t i = 0; i < out_.size(); ++i) {
      if (out_[i] != i + 1 + add_) return false;
    }
    return true;
  }

 private:
  std::vector<std::uint64_t> in_, out_;
  std::uint64_t add_ = 0;
  std::size_t own_;
};

TEST(MessagePool, SendsInputsAndResultsOfAnySize) {
  MessagePool pool({.workers = 3});
  for (const std::size_t own : {std::size_t(0), sizeof(std::uint64_t)}) {
    Sums sums(100'000, own);
    for (const std::size_t grain : {1000u, 33'333u, 100'000u}) {
      pool.map(sums.job(grain, grain));
      EXPECT_TRUE(sums.right()) << "grain " << grain << ", own bytes " << own;
    }
  }
}

TEST(MessagePool, DeliversInOrderIfAsked) {
  Sums sums(1000, sizeof(std::uint64_t));
  MessagePool pool({.workers = 4});
  std::size_t next = 0;
  pool.map(sums.job(3, 5), Delivery::in_order, [&](Range items, std::span<const std::byte> bytes) {
    EXPECT_EQ(items.begin, next);
    EXPECT_EQ(bytes.size(), items.size() * sizeof(std::uint64_t));
    EXPECT_EQ(*reinterpret_cast<const std::uint64_t*>(bytes.data()), items.begin + 1 + 5);
    next = items.end;
  });
  EXPECT_EQ(next, 1000u);
}

TEST(MessagePool, DeliversEachResultOnceAsItComes) {
  // The first chunk is the slowest, so it cannot come first.
  Arena arena;
  CountingJob job(arena, 100);
  MessagePool pool({.workers = 2});
  std::vector<std::size_t> order;
  pool.map(job.make(100, 1, Deed::sleep_at, 0), Delivery::as_completed,
           [&](Range items, std::span<const std::byte>) { order.push_back(items.begin); });
  ASSERT_EQ(order.size(), 100u);
  EXPECT_NE(order.front(), 0u);
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(order[i], i);
}

TEST(MessagePool, EndsACallWhoseTakerThrowsAndStaysUsable) {
  Sums sums(1000, sizeof(std::uint64_t));
  MessagePool pool({.workers = 2});
  EXPECT_THAT(
      [&] {
        pool.map(sums.job(1, 5), Delivery::as_completed,
                 [](Range, std::span<const std::byte>) { throw std::runtime_error("enough"); });
      },
      ThrowsMessage<std::runtime_error>("enough"));
  pool.map(sums.job(10, 6));
  EXPECT_TRUE(sums.right());
}

TEST(MessagePool, GivesTheChunksOfADeadWorkerToOthersAndDeliversOnce) {
  Arena arena;
  CountingJob job(arena, 1000);
  MessagePool pool({.workers = 3, .on_death = OnDeath::retry});
  std::vector<int> delivered(1000);
  pool.map(job.make(1000, 1, Deed::die_at), Delivery::in_order,
           [&](Range items, std::span<const std::byte>) { ++delivered[items.begin]; });
  EXPECT_EQ(pool.deaths(), 1u);
  for (const int times : delivered) EXPECT_EQ(times, 1);
  EXPECT_EQ(pool.processes().size(), 3u);
  pool.map(job.make(1000, 7));
  EXPECT_EQ(job.ran_once(1000), 1000u);
}

TEST(MessagePool, GivesUpAChunkThatEndsWhoeverRunsIt) {
  MessagePool pool({.workers = 2, .on_death = OnDeath::retry});
  EXPECT_THAT(
      [&] {
        pool.map({.kernel = "poison",
                  .items = 4,
                  .grain = 1,
                  .params = {},
                  .in = {},
                  .out = {},
                  .run = [](const MapJob&, Range range, Worker&) {
                    if (range.begin == 2) raise(SIGTERM);
                  }});
      },
      ThrowsMessage<WorkerDied>(
          AllOf(HasSubstr("poison"), HasSubstr("chunk 2 has ended 3 workers"), HasSubstr("signal 15"))));
  Sums sums(1000, 0);
  pool.map(sums.job(10, 6));
  EXPECT_TRUE(sums.right());
}

TEST(MessagePool, ReplacesWorkersThatHaveRunEnoughChunks) {
  Arena arena;
  CountingJob job(arena, 1000);
  MessagePool pool({.workers = 2, .chunks_per_worker = 10});
  pool.map(job.make(1000, 1));
  EXPECT_EQ(job.ran_once(1000), 1000u);
  EXPECT_GE(pool.retirements(), 90u);
  EXPECT_EQ(pool.deaths(), 0u);
  pool.stop();
}

TEST(MessagePool, RunsTheInitializerInEachWorker) {
  std::vector<std::uint32_t> marks(100);
  struct Mark {
    std::uint32_t value = 0;
  };
  MessagePool pool({.workers = 2, .initializer = [](Worker& worker) { worker.kept<Mark>().value = 7; }});
  pool.map({.kernel = "marks",
            .items = 100,
            .grain = 1,
            .params = {},
            .in = {},
            .out = std::as_writable_bytes(std::span(marks)),
            .run = [](const MapJob& job, Range range, Worker& worker) {
              reinterpret_cast<std::uint32_t*>(job.out.data())[range.begin] = worker.kept<Mark>().value;
            }});
  for (const std::uint32_t mark : marks) EXPECT_EQ(mark, 7u);
}

TEST(MessagePool, HasAllItsWorkersReadyWhenItHasBeenMade) {
  Arena arena;
  auto& ready = arena.make<std::atomic<int>>(0);
  MessagePool pool({.workers = 3, .initializer = [&](Worker& worker) {
                      worker.sleep_for(std::chrono::milliseconds(20));
                      ++ready;
                    }});
  EXPECT_EQ(ready, 3);
}

TEST(MessagePool, TellsOfAnIdleWorkersDeathWhenAskedForItsUsage) {
  MessagePool pool({.workers = 2});
  EXPECT_GT(pool.usage().pss_bytes, 0u);
  kill(pool.processes()[1], SIGKILL);
  std::string told;
  EXPECT_TRUE(testing::eventually([&] {
    try {
      pool.usage();
    } catch (const WorkerDied& death) {
      told = death.what();
    }
    return !told.empty();
  }));
  EXPECT_THAT(told, AllOf(HasSubstr("worker 1 "), HasSubstr("signal 9"), HasSubstr("idle")));
}

TEST(MessagePool, LeavesNothingBehind) {
  const auto before = testing::leftovers();
  for (const bool stopped : {true, false}) {
    MessagePool pool({.workers = 4});
    Sums sums(1000, 0);
    pool.map(sums.job(10, 1));
    if (stopped) pool.stop();
  }
  EXPECT_PRED2(testing::not_more, testing::settled_leftovers(before), before);
}

}  // namespace
}  // namespace parallax

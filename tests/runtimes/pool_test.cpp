// SPDX-License-Identifier: MIT
//
// ProcessPool beyond what the conformance suite asks of the runtimes that are made of it: replacement, retry,
// initializers and the three ways to start.
#include "runtimes/process/pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <ctime>
#include <set>
#include <thread>
#include <utility>

#include "runtimes/process/usage.hpp"
#include "tests/runtimes/jobs.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/runtimes/start_methods.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using ::testing::AllOf;
using testing::CountingJob;
using testing::Deed;
using testing::eventually;
using ::testing::HasSubstr;
using testing::leftovers;
using testing::settled_leftovers;
using ::testing::ThrowsMessage;

class Pool : public ::testing::TestWithParam<StartMethod> {
 protected:
  PoolOptions options(int workers, OnDeath on_death = OnDeath::fail) const {
    return {.workers = workers, .start = GetParam(), .on_death = on_death};
  }

  Arena arena_;
  CountingJob job_{arena_, 10'000};
};

bool ended(pid_t pid) { return kill(pid, 0) != 0; }

TEST_P(Pool, IsReadyWhenItHasBeenMade) {
  ProcessPool pool(options(4));
  EXPECT_EQ(pool.processes().size(), 3u);
  for (const pid_t pid : pool.processes()) EXPECT_GT(usage_of(pid).pss_bytes, 0u);
  pool.map(job_.make(1000, 1));
  EXPECT_EQ(job_.ran_once(1000), 1000u);
}

TEST_P(Pool, ReplacesAWorkerThatWasKilledIdle) {
  ProcessPool pool(options(3, OnDeath::retry));
  const std::vector<pid_t> before = pool.processes();
  kill(before[0], SIGKILL);
  ASSERT_TRUE(eventually([&] {
    pool.heal();
    return pool.deaths() == 1;
  }));
  const std::vector<pid_t> after = pool.processes();
  ASSERT_EQ(after.size(), 2u);
  EXPECT_NE(after[0], before[0]);
  EXPECT_EQ(after[1], before[1]);
  pool.map(job_.make(1000, 1));
  EXPECT_EQ(job_.ran_once(1000), 1000u);
}

TEST_P(Pool, GivesTheChunkOfADeadWorkerToAnother) {
  ProcessPool pool(options(3, OnDeath::retry));
  pool.map(job_.make(1000, 1, Deed::die_at));
  EXPECT_EQ(pool.deaths(), 1u);
  // All results are there; only items of the chunk that was interrupted may have run twice.
  EXPECT_GE(job_.ran_once(1000), 999u);
  for (std::size_t i = 0; i < 1000; ++i) EXPECT_GE(job_.runs(i), 1u) << i;
  pool.heal();
  EXPECT_EQ(pool.processes().size(), 2u);
  pool.map(job_.make(1000, 7));
  EXPECT_EQ(job_.ran_once(1000), 1000u);
}

TEST_P(Pool, GivesUpAChunkThatEndsWhoeverRunsIt) {
  // Whoever is not the caller dies of item 0; the caller leaves it to others.
  const auto caller = arena_.allocate_array<pid_t>(1);
  caller[0] = getpid();
  ProcessPool poisoned(options(2, OnDeath::retry));
  const MapJob job{.kernel = "poison",
                   .items = 2,
                   .grain = 1,
                   .params = std::as_bytes(caller),
                   .in = {},
                   .out = {},
                   .run = [](const MapJob& self, Range, Worker& worker) {
                     const pid_t spared = *reinterpret_cast<const pid_t*>(self.params.data());
                     if (getpid() != spared) raise(SIGTERM);
                     worker.sleep_for(std::chrono::milliseconds(20));  // leaves the other chunk to the worker
                   }};
  EXPECT_THAT(
      [&] {
        for (int i = 0; i < 1000; ++i) poisoned.map(job);
      },
      ThrowsMessage<WorkerDied>(
          AllOf(HasSubstr("poison"), HasSubstr("has ended 3 workers"), HasSubstr("signal 15"))));
  EXPECT_EQ(poisoned.deaths(), 3u);
  poisoned.map(job_.make(1000, 7));
  EXPECT_EQ(job_.ran_once(1000), 1000u);
}

TEST_P(Pool, ReplacesWorkersThatHaveRunEnoughChunks) {
  PoolOptions limited = options(3);
  limited.chunks_per_worker = 10;
  ProcessPool pool(limited);
  std::set<pid_t> seen;
  ASSERT_TRUE(eventually([&] {
    pool.map(job_.make(1000, 1));
    EXPECT_EQ(job_.ran_once(1000), 1000u);
    for (const pid_t pid : pool.processes()) seen.insert(pid);
    return pool.retirements() >= 6;
  }));
  EXPECT_GT(seen.size(), 2u);
  EXPECT_EQ(pool.deaths(), 0u);
}

TEST_P(Pool, RunsTheInitializerInEachWorkerBeforeItsFirstChunk) {
  struct Mark {
    bool set = false;
  };
  PoolOptions marked = options(4);
  marked.initializer = [](Worker& worker) { worker.kept<Mark>().set = true; };
  const auto marks = arena_.allocate_array<std::uint32_t>(2000);
  ProcessPool pool(marked);
  pool.map({.kernel = "marks",
            .items = 2000,
            .grain = 1,
            .params = {},
            .in = {},
            .out = std::as_writable_bytes(marks),
            .run = [](const MapJob& job, Range range, Worker& worker) {
              const bool right = worker.kept<Mark>().set == (worker.index() != 0);
              reinterpret_cast<std::uint32_t*>(job.out.data())[range.begin] = right ? 1 : 2;
            }});
  for (const std::uint32_t mark : marks) EXPECT_EQ(mark, 1u);
}

TEST_P(Pool, TellsWhatAnInitializerThrows) {
  PoolOptions throwing = options(2);
  throwing.initializer = [](Worker&) { throw std::runtime_error("no such table"); };
  EXPECT_THAT([&] { ProcessPool pool(throwing); },
              ThrowsMessage<std::runtime_error>(AllOf(HasSubstr("initializer"), HasSubstr("no such table"))));
  throwing.on_death = OnDeath::retry;
  EXPECT_THAT([&] { ProcessPool pool(throwing); },
              ThrowsMessage<std::runtime_error>(HasSubstr("no such table")));
}

TEST_P(Pool, DoesNotRestartForEverWhatDiesAtOnce) {
  PoolOptions dying = options(2, OnDeath::retry);
  dying.initializer = [](Worker&) { raise(SIGKILL); };
  EXPECT_THAT([&] { ProcessPool pool(dying); },
              ThrowsMessage<WorkerDied>(AllOf(HasSubstr("signal 9"), HasSubstr("before it was ready"))));
}

TEST_P(Pool, EndsItsWorkersWhetherStoppedOrNot) {
  { ProcessPool first(options(3)); }  // libraries may keep something of their own from their first use on
  const auto before = leftovers();
  std::vector<pid_t> pids;
  {
    ProcessPool pool(options(3));
    pids = pool.processes();
    pool.map(job_.make(100, 1));
    pool.stop();
    EXPECT_THROW(pool.map(job_.make(1, 1)), WorkerDied);
  }
  {
    ProcessPool pool(options(3));
    for (const pid_t pid : pool.processes()) pids.push_back(pid);
  }
  for (const pid_t pid : pids) EXPECT_TRUE(eventually([&] { return ended(pid); }));
  EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
}

TEST_P(Pool, SleepsWhenThereIsNothingToDo) {
  PoolOptions spinning = options(2);
  spinning.spin = std::chrono::microseconds(50);
  ProcessPool pool(spinning);
  pool.map(job_.make(100, 1));
  // It stops using a processor: there comes a while of 100 ms in which it uses less than one. (Nothing at
  // all, but for ThreadSanitizer's thread that wakes up now and then.)
  const pid_t pid = pool.processes()[0];
  EXPECT_TRUE(eventually([&] {
    const double before = usage_of(pid).cpu_seconds;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    return usage_of(pid).cpu_seconds - before < 0.001;
  }));
}

// Of a worker that still spins the kernel knows what it had used at its last tick. So it is put to sleep
// first.
TEST_P(Pool, KnowsWhatItsWorkersHaveUsedRightAfterAJob) {
  const auto used =
      arena_.allocate_array<std::int64_t>(2);  // of each worker, in nanoseconds, when it last looked
  PoolOptions spinning = options(2);
  spinning.spin = std::chrono::seconds(1);
  ProcessPool pool(spinning);
  for (int i = 0; i < 20; ++i) {
    pool.map({.kernel = "burns",
              .items = 2,
              .grain = 1,
              .params = std::as_bytes(used),
              .in = {},
              .out = {},
              .run = [](const MapJob& job, Range, Worker& worker) {
                auto* const clocks =
                    reinterpret_cast<std::int64_t*>(const_cast<std::byte*>(job.params.data()));
                const auto now = [] {
                  timespec time{};
                  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
                  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
                };
                for (const auto end = now() + 700'000; now() < end;) clocks[worker.index()] = now();
              }});
    const double first = pool.usage().cpu_seconds;
    EXPECT_GE(first, static_cast<double>(used[1]) * 1e-9) << i;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));  // in which it could have used as much
    EXPECT_LT(pool.usage().cpu_seconds - first, 0.0005) << "it spins on, which is no part of a job";
  }
}

// Two jobs in turn, as those of `wordcount`: the second reads what the first has made.
class TwoJobs {
 public:
  explicit TwoJobs(Arena& arena) {
    const auto params = std::as_bytes(arena.allocate_array<std::uint64_t>(1000));
    const auto between = arena.allocate_array<std::uint64_t>(items),
               out = arena.allocate_array<std::uint64_t>(items);
    for (MapJob& job : jobs_) {
      job = {
          .kernel = "in turn", .items = items, .grain = 1, .params = params, .in = {}, .out = {}, .run = run};
    }
    jobs_[0].out = std::as_writable_bytes(between);
    jobs_[1].in = std::as_bytes(between);
    jobs_[1].out = std::as_writable_bytes(out);
  }

  void run_in(ProcessPool& pool, int times) {
    for (int i = 0; i < times; ++i) {
      for (const MapJob& job : jobs_) pool.map(job);
    }
  }

 private:
  static constexpr std::size_t items = 1000;
  static void run(const MapJob& job, Range range, Worker& worker) {
    reinterpret_cast<std::uint64_t*>(job.out.data())[range.begin] =
        static_cast<std::uint64_t>(worker.index());
    if (range.begin % 100 == 0) worker.sleep_for(std::chrono::microseconds(20));  // others come too
  }

  std::array<MapJob, 2> jobs_;
};

TEST_P(Pool, MapsTheMemoryOfJobsThatComeInTurnOnce) {
  TwoJobs jobs(arena_);
  ProcessPool pool(options(3));
  EXPECT_EQ(pool.mapped_regions(), 0u);
  // Params and what is written first, and that of the second job: three regions in each of two workers.
  EXPECT_TRUE(eventually([&] {
    jobs.run_in(pool, 1);
    return pool.mapped_regions() == 6;
  }));
  jobs.run_in(pool, 100);
  EXPECT_EQ(pool.mapped_regions(), 6u);
}

TEST_P(Pool, MapsAllMemoryBeforeItIsReadyIfAsked) {
  TwoJobs jobs(arena_);
  PoolOptions first = options(3);
  first.map_memory_first = true;
  const std::size_t mappings = shared_mappings().size();
  ProcessPool pool(first);
  EXPECT_EQ(pool.mapped_regions(), 2 * mappings);
  jobs.run_in(pool, 100);
  EXPECT_EQ(pool.mapped_regions(), 2 * mappings) << "nothing is left to be mapped while a job runs";
}

INSTANTIATE_TEST_SUITE_P(StartMethods, Pool,
                         ::testing::Values(StartMethod::fork, StartMethod::spawn, StartMethod::forkserver),
                         testing::start_method_name);

TEST(PoolOfOne, IsTheCallerAlone) {
  Arena arena;
  CountingJob job(arena, 100);
  ProcessPool pool({.workers = 1, .on_death = OnDeath::retry});
  EXPECT_TRUE(pool.processes().empty());
  pool.map(job.make(100, 3));
  EXPECT_EQ(job.ran_once(100), 100u);
  pool.stop();
}

}  // namespace
}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// The contract of runtime.hpp, held against every runtime of the build with up to 8 workers. A runtime that
// is added is tested without a further line here.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <string>
#include <thread>

#include "tests/runtimes/conformance.hpp"
#include "tests/runtimes/leftovers.hpp"

namespace parallax {
namespace {

using testing::Conformance;
using testing::Deed;
using testing::leftovers;
using testing::settled_leftovers;

TEST_P(Conformance, RunsEveryChunkExactlyOnceWithItsBorders) {
  const auto runtime = start();
  for (const std::size_t grain : {1u, 2u, 7u, 64u, 1000u}) {
    for (const std::size_t items : {std::size_t(0), std::size_t(1), grain - 1, grain, grain + 1, 10 * grain,
                                    std::size_t(costly() ? 199 : 9'999)}) {
      job_.run(*runtime, job_.make(items, grain));
      EXPECT_EQ(job_.ran_once(items), items) << "grain " << grain;
      EXPECT_EQ(job_.strays(), 0u) << "grain " << grain << ", items " << items;
      if (items < most_items) {
        EXPECT_EQ(job_.runs(items), 0u) << "beyond the last item, grain " << grain;
      }
    }
  }
}

TEST_P(Conformance, ServesThousandsOfJobs) {
  const auto runtime = start();
  const MapJob job = job_.make(5, 2);
  const int times = costly() ? 50 : 3000;
  job_.run(*runtime, job, times);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(job_.runs(i), static_cast<std::uint32_t>(times));
}

TEST_P(Conformance, ServesJobsAfterItsWorkersHaveGoneToSleep) {
  const auto runtime = start();
  for (int i = 0; i < 5; ++i) {
    job_.run(*runtime, job_.make(64, 1));
    EXPECT_EQ(job_.ran_once(64), 64u);
    // Far beyond every runtime's spinning; what is tested holds however long it takes.
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

TEST_P(Conformance, ReturnsOnlyWhenTheSlowestChunkIsDone) {
  const auto runtime = start();
  for (const std::uint64_t slow : {0u, 31u, 63u}) {
    job_.run(*runtime, job_.make(64, 1, Deed::sleep_at, slow));
    EXPECT_EQ(job_.ran_once(64), 64u);
  }
}

TEST_P(Conformance, LetsAChunkWaitForLowerOnes) {
  // Chunk i waits until chunk i-1 is done, by turns as one that waits does and as one that computes does.
  constexpr std::size_t items = 40;
  const auto done = arena_.allocate_array<std::uint32_t>(items);
  const auto where = arena_.allocate_array<std::uint32_t*>(1);
  where[0] = done.data();
  const auto runtime = start();
  if (GetParam().entry->facts.launched && GetParam().workers > 1)
    GTEST_SKIP() << "ranks share no memory through which chunks could tell each other anything";
  for (int round = 0; round < 3; ++round) {
    std::fill(done.begin(), done.end(), 0u);
    runtime->map({.kernel = "waits for lower chunks",
                  .items = items,
                  .grain = 1,
                  .params = std::as_bytes(where),
                  .in = {},
                  .out = {},
                  .chunks_share = true,
                  .run = [](const MapJob& job, Range range, Worker& worker) {
                    auto* const flags = *reinterpret_cast<std::uint32_t* const*>(job.params.data());
                    const std::size_t i = range.begin;
                    for (int turn = 0;
                         i > 0 && std::atomic_ref(flags[i - 1]).load(std::memory_order_acquire) == 0;
                         ++turn) {
                      if (turn % 2 == 0) {
                        worker.checkpoint();
                      } else {
                        worker.sleep_for(std::chrono::microseconds(10));
                      }
                    }
                    std::atomic_ref(flags[i]).store(1, std::memory_order_release);
                  }});
    EXPECT_EQ(std::count(done.begin(), done.end(), 1u), static_cast<std::ptrdiff_t>(items));
  }
}

TEST_P(Conformance, KeepsWhatAKernelKeepsWithItsWorkers) {
  // Every chunk adds to a count that its worker keeps from job to job; together they have counted everything.
  struct Count {
    std::uint64_t value = 0;
  };
  constexpr std::size_t items = 500;
  if (GetParam().entry->facts.worker_per_chunk) GTEST_SKIP() << "its workers do not live that long";
  const auto counts = arena_.allocate_array<std::uint64_t>(items);
  const auto runtime = start();
  std::vector<std::uint64_t> last(static_cast<std::size_t>(GetParam().workers));
  for (std::uint64_t round = 1; round <= 4; ++round) {
    runtime->map({.kernel = "keeps a count",
                  .items = items,
                  .grain = 1,
                  .params = {},
                  .in = {},
                  .out = std::as_writable_bytes(counts),
                  .run = [](const MapJob& job, Range range, Worker& worker) {
                    const std::uint64_t count = ++worker.kept<Count>().value;
                    reinterpret_cast<std::uint64_t*>(job.out.data())[range.begin] =
                        count << 16 | static_cast<std::uint64_t>(worker.index());
                  }});
    for (const std::uint64_t entry : counts)
      last[entry & 0xffff] = std::max(last[entry & 0xffff], entry >> 16);
    EXPECT_EQ(std::accumulate(last.begin(), last.end(), std::uint64_t{0}), round * items);
  }
}

TEST_P(Conformance, ThrowsWhatAKernelThrowsAndStaysUsable) {
  const auto runtime = start();
  const std::uint64_t items = costly() ? 100 : 1000;
  for (const std::uint64_t at : {std::uint64_t{0}, items / 2, items - 1}) {
    try {
      job_.run(*runtime, job_.make(items, 1, Deed::throw_at, at));
      FAIL() << "item " << at << " threw, but map() did not";
    } catch (const std::exception& error) {
      EXPECT_NE(std::string(error.what()).find("item refuses"), std::string::npos) << error.what();
    }
    job_.run(*runtime, job_.make(items, 7));
    EXPECT_EQ(job_.ran_once(items), items);
  }
}

TEST_P(Conformance, WorkersHaveNumbersBelowTheirCount) {
  // Each item leaves the number of its worker; shared memory must be older than the workers.
  const auto numbers = arena_.allocate_array<int>(200);
  const auto runtime = start();
  std::fill(numbers.begin(), numbers.end(), -1);
  runtime->map({.kernel = "numbers",
                .items = 200,
                .grain = 1,
                .params = {},
                .in = {},
                .out = std::as_writable_bytes(numbers),
                .run = [](const MapJob& job, Range range, Worker& worker) {
                  reinterpret_cast<int*>(job.out.data())[range.begin] = worker.index();
                }});
  for (const int number : numbers) {
    EXPECT_GE(number, 0);
    EXPECT_LT(number, GetParam().workers);
  }
}

TEST_P(Conformance, LeavesNothingBehind) {
  // Libraries may keep something of their own from their first use on; what counts is that nothing grows.
  job_.run(*start(), job_.make(100, 1));
  const auto before = leftovers();
  for (int i = 0; i < 5; ++i) {
    const auto runtime = start();
    job_.run(*runtime, job_.make(100, 1));
  }
  EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
}

// Of runtimes whose workers are processes, which can die alone.
class DyingWorker : public Conformance {};

TEST_P(DyingWorker, MakesTheCallFailAtOnce) {
  job_.run(*start(), job_.make(100, 1));
  const auto before = leftovers();
  {
    const auto runtime = start();
    // Ranks, which do not share the count of deaths, all die.
    const MapJob job = job_.make(1000, 1, Deed::die_at, 0, !GetParam().entry->facts.launched);
    runtime->push(job.params);
    try {
      runtime->map(job);
      FAIL() << "a worker died, but map() did not throw";
    } catch (const WorkerDied& error) {
      const std::string text = error.what();
      // What ended a rank is known to the launcher only.
      const char* const end = GetParam().entry->facts.launched ? "is gone" : "signal 9";
      EXPECT_NE(text.find(end), std::string::npos) << text;
      EXPECT_NE(text.find("worker "), std::string::npos) << text;
      EXPECT_NE(text.find("counting"), std::string::npos) << text;
    }
    EXPECT_THROW(runtime->map(job_.make(1, 1)), WorkerDied);
    EXPECT_THROW(runtime->usage(), WorkerDied);
  }
  EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
}

INSTANTIATE_TEST_SUITE_P(Runtimes, Conformance, ::testing::ValuesIn(testing::map_subjects()),
                         testing::name_of_subject);
// A program may have runtimes of one sort only, as one outside of this tree that holds its own to the contract.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(DyingWorker);
INSTANTIATE_TEST_SUITE_P(Runtimes, DyingWorker, ::testing::ValuesIn(testing::map_subjects_with_processes()),
                         testing::name_of_subject);

}  // namespace
}  // namespace parallax

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
#include <ostream>
#include <string>
#include <thread>

#include "runtimes/registry.hpp"
#include "tests/runtimes/jobs.hpp"
#include "tests/runtimes/leftovers.hpp"

namespace parallax {
namespace {

using testing::CountingJob;
using testing::Deed;
using testing::leftovers;
using testing::settled_leftovers;

struct Subject {
  const RuntimeEntry* entry;
  int workers;
};

// For GoogleTest's lists of tests.
void PrintTo(const Subject& subject, std::ostream* to) {
  *to << subject.entry->facts.name << " with " << subject.workers << " workers";
}

class Conformance : public ::testing::TestWithParam<Subject> {
 protected:
  static constexpr std::size_t most_items = 10'000;

  // Where every chunk takes a thread or a process, as many as show the same in less time.
  bool costly() const { return GetParam().entry->facts.most_chunks < most_items * 10; }
  std::unique_ptr<AnyRuntime> start() { return GetParam().entry->start({.workers = GetParam().workers}); }

  Arena arena_;
  CountingJob job_{arena_, most_items};
};

TEST_P(Conformance, RunsEveryChunkExactlyOnceWithItsBorders) {
  const auto runtime = start();
  for (const std::size_t grain : {1u, 2u, 7u, 64u, 1000u}) {
    for (const std::size_t items : {std::size_t(0), std::size_t(1), grain - 1, grain, grain + 1, 10 * grain,
                                    std::size_t(costly() ? 199 : 9'999)}) {
      runtime->map(job_.make(items, grain));
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
  const std::uint32_t times = costly() ? 50 : 3000;
  for (std::uint32_t i = 0; i < times; ++i) runtime->map(job);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(job_.runs(i), times);
}

TEST_P(Conformance, ServesJobsAfterItsWorkersHaveGoneToSleep) {
  const auto runtime = start();
  for (int i = 0; i < 5; ++i) {
    runtime->map(job_.make(64, 1));
    EXPECT_EQ(job_.ran_once(64), 64u);
    // Far beyond every runtime's spinning; what is tested holds however long it takes.
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

TEST_P(Conformance, ReturnsOnlyWhenTheSlowestChunkIsDone) {
  const auto runtime = start();
  for (const std::uint64_t slow : {0u, 31u, 63u}) {
    runtime->map(job_.make(64, 1, Deed::sleep_at, slow));
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
  for (int round = 0; round < 3; ++round) {
    std::fill(done.begin(), done.end(), 0u);
    runtime->map({.kernel = "waits for lower chunks",
                  .items = items,
                  .grain = 1,
                  .params = std::as_bytes(where),
                  .in = {},
                  .out = {},
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
  for (const std::uint64_t at : {0u, 500u, 999u}) {
    try {
      runtime->map(job_.make(1000, 1, Deed::throw_at, at));
      FAIL() << "item " << at << " threw, but map() did not";
    } catch (const std::exception& error) {
      EXPECT_NE(std::string(error.what()).find("item refuses"), std::string::npos) << error.what();
    }
    runtime->map(job_.make(1000, 7));
    EXPECT_EQ(job_.ran_once(1000), 1000u);
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
  start()->map(job_.make(100, 1));
  const auto before = leftovers();
  for (int i = 0; i < 5; ++i) {
    const auto runtime = start();
    runtime->map(job_.make(100, 1));
  }
  EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
}

// Of runtimes whose workers are processes, which can die alone.
class DyingWorker : public Conformance {};

TEST_P(DyingWorker, MakesTheCallFailAtOnce) {
  start()->map(job_.make(100, 1));
  const auto before = leftovers();
  {
    const auto runtime = start();
    const MapJob job = job_.make(1000, 1, Deed::die_at);
    try {
      runtime->map(job);
      FAIL() << "a worker died, but map() did not throw";
    } catch (const WorkerDied& error) {
      const std::string text = error.what();
      EXPECT_NE(text.find("signal 9"), std::string::npos) << text;
      EXPECT_NE(text.find("worker "), std::string::npos) << text;
      EXPECT_NE(text.find("counting"), std::string::npos) << text;
    }
    EXPECT_THROW(runtime->map(job_.make(1, 1)), WorkerDied);
    EXPECT_THROW(runtime->usage(), WorkerDied);
  }
  EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
}

std::vector<Subject> subjects() {
  std::vector<Subject> all;
  for (const RuntimeEntry* entry : runtimes()) {
    for (const int workers : {1, 2, 3, 8}) {
      if (workers == 1 || entry->facts.name != "serial") all.push_back({entry, workers});
    }
  }
  return all;
}

std::vector<Subject> subjects_with_processes() {
  std::vector<Subject> some = subjects();
  std::erase_if(some, [](const Subject& s) { return !s.entry->facts.processes || s.workers == 1; });
  return some;
}

std::string name_of(const ::testing::TestParamInfo<Subject>& subject) {
  std::string name(subject.param.entry->facts.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name + "_" + std::to_string(subject.param.workers);
}

INSTANTIATE_TEST_SUITE_P(Runtimes, Conformance, ::testing::ValuesIn(subjects()), name_of);
INSTANTIATE_TEST_SUITE_P(Runtimes, DyingWorker, ::testing::ValuesIn(subjects_with_processes()), name_of);

}  // namespace
}  // namespace parallax

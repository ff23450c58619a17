// SPDX-License-Identifier: MIT
//
// That start_pool notices pools whose workers do not all run, or that are not gone afterwards.
#include "benches/probes/life/pool_cycle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <thread>

#include "runtimes/process/child.hpp"
#include "runtimes/registry.hpp"
#include "runtimes/worker.hpp"

namespace parallax {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

// A runtime that does whatever `map` does, and claims to have processes if `processes`.
template <void (*do_map)(const MapJob&)>
RuntimeEntry broken(bool processes = false) {
  struct Broken final : AnyRuntime {
    void map(const MapJob& job) override { do_map(job); }
    void tree(const TreeJob&) override { throw NotSupported("no trees"); }
    void graph(const GraphJob&) override { throw NotSupported("no graphs"); }
    Usage usage() override { return {}; }
    void stop() override {}
  };
  return {{.name = "broken", .summary = "", .library = {}, .processes = processes},
          false,
          false,
          [](const Settings&) -> std::unique_ptr<AnyRuntime> { return std::make_unique<Broken>(); }};
}

// Patience is short only where a worker never comes: any other may be late on a busy machine.
template <typename... Patience>
std::string mistake_of(const RuntimeEntry& runtime, Patience... patience) {
  PoolCycle cycle(runtime, 2, patience...);
  cycle.run(1);
  return cycle.mistake().value_or("none");
}

void run_chunk(const MapJob& job, std::size_t index, int worker_index) {
  Worker worker(worker_index);
  job.run(job, chunk(job, index), worker);
}

void run_nothing(const MapJob&) {}

void run_one_after_the_other(const MapJob& job) {
  for (std::size_t i = 0; i < chunk_count(job); ++i) run_chunk(job, i, static_cast<int>(i));
}

void run_in_threads(const MapJob& job) {
  std::thread other([&] { run_chunk(job, 1, 1); });
  run_chunk(job, 0, 0);
  other.join();
}

void run_as_the_same_worker(const MapJob& job) {
  std::thread other([&] { run_chunk(job, 1, 0); });
  run_chunk(job, 0, 0);
  other.join();
}

std::optional<Child> lingering;

void leave_a_process(const MapJob& job) {
  lingering.emplace([&] {
    run_chunk(job, 1, 1);
    for (;;) pause();
  });
  run_chunk(job, 0, 0);
}

TEST(PoolCycle, HearsEveryWorkerOfARealPool) {
  for (const char* name : {"threads", "fork"}) {
    for (const int workers : {1, 2, 9}) {
      PoolCycle cycle(*find_runtime(name), workers);
      cycle.run(3);
      EXPECT_EQ(cycle.mistake(), std::nullopt) << name << " " << workers;
    }
  }
}

TEST(PoolCycle, NoticesThatNothingRan) {
  EXPECT_THAT(mistake_of(broken<run_nothing>()), HasSubstr("0 chunks ran in 0 workers"));
}

TEST(PoolCycle, LosesPatienceWithOneWorkerForAll) {
  EXPECT_THAT([] { mistake_of(broken<run_one_after_the_other>(), std::chrono::milliseconds(100)); },
              ThrowsMessage<std::runtime_error>(HasSubstr("1 of 2 workers came")));
}

TEST(PoolCycle, IsContentWithThreads) { EXPECT_EQ(mistake_of(broken<run_in_threads>()), "none"); }

TEST(PoolCycle, NoticesOneWorkerTwice) {
  EXPECT_THAT(mistake_of(broken<run_as_the_same_worker>()), HasSubstr("2 chunks ran in 1 workers"));
}

TEST(PoolCycle, NoticesThreadsThatShouldBeProcesses) {
  EXPECT_THAT(mistake_of(broken<run_in_threads>(true)), HasSubstr("0 workers were processes"));
}

TEST(PoolCycle, NoticesAProcessThatIsLeft) {
  EXPECT_THAT(mistake_of(broken<leave_a_process>(true)), HasSubstr("is still there after its pool"));
  lingering.reset();
}

TEST(PoolCycle, SaysHowManyWorkersCanMeet) {
  EXPECT_THROW(PoolCycle(*find_runtime("threads"), 100'000), NotSupported);
}

}  // namespace
}  // namespace parallax

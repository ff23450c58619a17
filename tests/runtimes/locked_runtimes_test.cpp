// SPDX-License-Identifier: MIT
//
// What every runtime under one lock promises beyond the contract: kernel code of one worker at a time, the
// lock offered at checkpoints, and nobody holding it who waits.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <ostream>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

#include "runtimes/registry.hpp"
#include "runtimes/worker.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::eventually;

// For GoogleTest's lists of tests.
struct LockedSubject {
  const RuntimeEntry* entry;
};
void PrintTo(const LockedSubject& subject, std::ostream* to) { *to << subject.entry->facts.name; }

class LockedRuntimes : public ::testing::TestWithParam<LockedSubject> {
 protected:
  using Item = std::function<void(std::size_t index, Worker& worker)>;

  void start(Settings settings) { runtime_ = GetParam().entry->start(settings); }

  // Runs item(0) ... item(items - 1). All are threads of this process, so a job may refer to what lies here.
  void map(std::size_t items, const Item& item) {
    const Item* const address = &item;
    runtime_->map({.kernel = "an item of the test",
                   .items = items,
                   .grain = 1,
                   .params = std::as_bytes(std::span(&address, 1)),
                   .in = {},
                   .out = {},
                   .run = [](const MapJob& job, Range range, Worker& worker) {
                     (**reinterpret_cast<const Item* const*>(job.params.data()))(range.begin, worker);
                   }});
  }

  double counter(std::string_view name) {
    for (const Counter& counter : runtime_->counters()) {
      if (counter.name == name) return counter.value;
    }
    return -1;
  }

  // Item 0 passes checkpoints until item 1, which needs another worker, has begun.
  void hand_over() {
    std::atomic<bool> second = false;
    map(2, [&](std::size_t index, Worker& worker) {
      if (index == 1) {
        second = true;
      } else {
        EXPECT_TRUE(eventually([&] {
          for (int i = 0; i < 10'000 && !second; ++i) worker.checkpoint();
          return second.load();
        }));
      }
    });
  }

  std::unique_ptr<AnyRuntime> runtime_;
};

TEST_P(LockedRuntimes, RunKernelCodeOfOneWorkerAtATime) {
  Settings settings{.workers = 4};
  settings.choose("gil_switch_interval", 50);
  settings.choose("gil_check_interval", 3);
  start(settings);
  constexpr int items = 500;
  std::atomic<int> inside = 0, crowds = 0;
  int unprotected = 0;  // ThreadSanitizer would see a lock that orders nothing
  const auto hold = [&](bool long_enough) {
    crowds += ++inside != 1;
    ++unprotected;
    if (long_enough) std::this_thread::yield();
    --inside;
  };
  map(items, [&](std::size_t index, Worker& worker) {
    hold(index % 8 == 0);
    worker.checkpoint();
    hold(index % 16 == 0);
    if (index % 4 == 0) worker.sleep_for(std::chrono::microseconds(20));
    hold(index % 32 == 0);
    // A verb that throws, and any other call that does, comes back with the lock too.
    EXPECT_THROW(worker.sync(-1), std::system_error);
    hold(index % 16 == 0);
    EXPECT_THROW(worker.blocking([] { throw std::runtime_error("refused"); }), std::runtime_error);
    hold(index % 8 == 0);
  });
  EXPECT_EQ(crowds, 0);
  EXPECT_EQ(unprotected, 5 * items);
}

TEST_P(LockedRuntimes, LetTwoWorkersWaitAtTheSameTime) {
  start({.workers = 2});
  std::atomic<int> waiting = 0;
  map(2, [&](std::size_t, Worker& worker) {
    ++waiting;
    // Neither comes back before both are there.
    EXPECT_TRUE(worker.blocking([&] { return eventually([&] { return waiting == 2; }); }));
  });
}

TEST_P(LockedRuntimes, LetOneComputeWhileAnotherWaits) {
  start({.workers = 2});
  std::atomic<bool> waits = false, computed = false;
  map(2, [&](std::size_t index, Worker& worker) {
    if (index == 1) {
      computed = true;
      return;
    }
    waits = true;
    EXPECT_TRUE(worker.blocking([&] { return eventually([&] { return computed.load(); }); }));
  });
  EXPECT_TRUE(waits);
}

TEST_P(LockedRuntimes, OfferTheLockAtCheckpoints) {
  for (const int interval : {50, 5000}) {
    Settings settings{.workers = 2};
    settings.choose("gil_switch_interval", interval);
    start(settings);
    for (int i = 0; i < 3; ++i) hand_over();
    runtime_.reset();
  }
}

TEST_P(LockedRuntimes, GoOnAfterAKernelThatThrew) {
  start({.workers = 4});
  for (int round = 0; round < 10; ++round) {
    // With the lock held, and from where it was not.
    EXPECT_THROW(map(100,
                     [&](std::size_t index, Worker& worker) {
                       worker.sleep_for(std::chrono::microseconds(10));
                       if (index == 30 && round % 2 == 0) throw std::runtime_error("refused");
                       if (index == 30) worker.blocking([] { throw std::runtime_error("refused"); });
                     }),
                 std::runtime_error);
    hand_over();
  }
}

TEST_P(LockedRuntimes, NeverWaitForALockWithOneWorker) {
  start({.workers = 1});
  int ran = 0;
  map(1, [](std::size_t, Worker&) {});  // the first holder of a lock counts as new
  runtime_->restart_counters();
  map(1000, [&](std::size_t, Worker& worker) {
    worker.checkpoint();
    worker.sleep_for(std::chrono::nanoseconds(1));
    ++ran;
  });
  EXPECT_EQ(ran, 1000);
  for (const Counter& counter : runtime_->counters()) EXPECT_EQ(counter.value, 0) << counter.name;
}

TEST_P(LockedRuntimes, CountWhatTheirLockDoes) {
  start({.workers = 2});
  if (runtime_->counters().empty()) GTEST_SKIP() << "this lock has no counters";
  runtime_->restart_counters();
  for (const Counter& counter : runtime_->counters()) {
    EXPECT_EQ(counter.value, 0) << counter.name;
    EXPECT_LE(counter.name.size(), 31u);
  }
  hand_over();
  EXPECT_GE(counter("gil_switches"), 1);
  if (GetParam().entry->facts.name == "gil") {
    EXPECT_GE(counter("gil_forced_drops"), 1);
    EXPECT_GE(counter("gil_waits"), 1);
    EXPECT_GT(counter("gil_wait_p50"), 0);
    EXPECT_GE(counter("gil_wait_p99"), counter("gil_wait_p50"));
    EXPECT_GE(counter("gil_wait_max"), 0.005);  // the one who had to ask has waited for an interval
  } else {
    EXPECT_GE(counter("gil_releases"), 1);
  }
  runtime_->restart_counters();
  for (const Counter& counter : runtime_->counters()) EXPECT_EQ(counter.value, 0) << counter.name;
}

std::vector<LockedSubject> locked_subjects() {
  std::vector<LockedSubject> all;
  for (const char* name : {"gil", "gil-ticks", "cpython"}) {
    if (const RuntimeEntry* entry = find_runtime(name)) all.push_back({entry});
  }
  return all;
}

std::string locked_name(const ::testing::TestParamInfo<LockedSubject>& subject) {
  std::string name(subject.param.entry->facts.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Runtimes, LockedRuntimes, ::testing::ValuesIn(locked_subjects()), locked_name);

}  // namespace
}  // namespace parallax

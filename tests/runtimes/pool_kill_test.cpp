// SPDX-License-Identifier: MIT
//
// Workers killed at random moments, in any of their states, under OnDeath::retry: every result is right,
// nothing is delivered twice or out of order, nothing hangs, nothing is left behind, and the pool has all its
// workers again. PARALLAX_KILLS=2000 makes it as many.
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <thread>

#include "runtimes/arena.hpp"
#include "runtimes/process/message_pool.hpp"
#include "runtimes/process/pool.hpp"
#include "runtimes/process/steal_pool.hpp"
#include "runtimes/process/usage.hpp"
#include "support/random.hpp"
#include "tests/runtimes/graphs.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/runtimes/start_methods.hpp"
#include "tests/runtimes/trees.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

std::uint64_t wanted_kills() {
  const char* const given = std::getenv("PARALLAX_KILLS");
  return given ? std::strtoull(given, nullptr, 10) : 60;
}

// A thread that kills one of some processes now and then, by descriptors, which never mean another process.
class Killer {
 public:
  explicit Killer(unsigned seed) : random_(seed), thread_([this] { kill_until_stopped(); }) {}
  ~Killer() {
    stopping_ = true;
    thread_.join();
  }

  void aim_at(const std::vector<pid_t>& pids) {
    const std::lock_guard lock(mutex_);
    std::map<pid_t, Descriptor> targets;
    for (const pid_t pid : pids) {
      if (const auto known = targets_.find(pid); known != targets_.end()) {
        targets.insert(targets_.extract(known));
      } else {
        targets.emplace(pid, Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))));
      }
    }
    targets_ = std::move(targets);
  }

 private:
  void kill_until_stopped() {
    while (!stopping_) {
      std::this_thread::sleep_for(std::chrono::microseconds(random_() % 3000));
      const std::lock_guard lock(mutex_);
      if (targets_.empty()) continue;
      auto target = targets_.begin();
      std::advance(target, random_() % targets_.size());
      syscall(SYS_pidfd_send_signal, target->second.get(), SIGKILL, nullptr, 0);
      targets_.erase(target);
    }
  }

  std::mutex mutex_;
  std::map<pid_t, Descriptor> targets_;
  std::mt19937 random_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

// Has memory, so has not ended.
bool alive(pid_t pid) {
  try {
    return usage_of(pid).pss_bytes > 0;
  } catch (const std::system_error&) {  // somebody else has reaped it
    return false;
  }
}

// What a chunk of the job does is decided by its number, so that kills meet workers that compute, that wait,
// that hold a lock, and that write.
struct Shared {
  pthread_mutex_t lock;      // robust
  std::uint64_t under_lock;  // two halves that are equal whenever the lock is free
  std::uint64_t mirror;
};

void with_lock(Shared& shared, const auto& critical) {
  if (pthread_mutex_lock(&shared.lock) == EOWNERDEAD) {
    shared.mirror = shared.under_lock;  // whoever died in between has left it half done
    pthread_mutex_consistent(&shared.lock);
  }
  critical();
  pthread_mutex_unlock(&shared.lock);
}

constexpr std::size_t row = 2048;  // numbers per item, so that results do not fit into a pipe

std::uint64_t number(std::size_t item, std::size_t column) { return (item + 1) * golden_gamma + column; }

void run(const MapJob& job, Range range, Worker& worker) {
  Shared& shared = **reinterpret_cast<Shared* const*>(job.params.data());
  auto* const out = reinterpret_cast<std::uint64_t*>(job.out.data());
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (i % 4 == 1) worker.sleep_for(std::chrono::microseconds(100));
    if (i % 4 == 2) {
      with_lock(shared, [&] {
        ++shared.under_lock;
        for (int spin = 0; spin < 2000; ++spin) asm volatile("");
        ++shared.mirror;
      });
    }
    for (std::size_t column = 0; column < row; ++column) out[i * row + column] = number(i, column);
  }
}

class RandomKills : public ::testing::Test {
 protected:
  static constexpr std::size_t items = 64;

  RandomKills() {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&shared_[0].lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
    where_[0] = &shared_[0];
  }

  MapJob job() {
    std::fill(out_.begin(), out_.end(), 0u);
    return {.kernel = "many things",
            .items = items,
            .grain = 1,
            .params = std::as_bytes(where_),
            .in = {},
            .out = std::as_writable_bytes(out_),
            .run = run};
  }

  void expect_right() const {
    for (std::size_t i = 0; i < items; ++i) {
      for (std::size_t column = 0; column < row; ++column)
        ASSERT_EQ(out_[i * row + column], number(i, column)) << "item " << i << ", column " << column;
    }
  }

  Arena arena_;
  std::span<Shared> shared_ = arena_.allocate_array<Shared>(1);
  std::span<Shared*> where_ = arena_.allocate_array<Shared*>(1);
  std::span<std::uint64_t> out_ = arena_.allocate_array<std::uint64_t>(items * row);
};

class PoolKills : public RandomKills, public ::testing::WithParamInterface<StartMethod> {};

TEST_P(PoolKills, LoseNothingInSharedMemory) {
  const auto before = testing::leftovers();
  {
    ProcessPool pool({.workers = 4, .start = GetParam(), .on_death = OnDeath::retry, .most_deaths = 1000});
    Killer killer(1);
    while (pool.deaths() < wanted_kills()) {
      killer.aim_at(pool.processes());
      pool.map(job());
      expect_right();
      if (HasFatalFailure()) return;
    }
    killer.aim_at({});
    // At full strength again: three workers, none of which has ended without our knowing.
    EXPECT_TRUE(testing::eventually([&] {
      pool.heal();
      const auto pids = pool.processes();
      return std::count_if(pids.begin(), pids.end(), alive) == 3;
    }));
    pool.map(job());
    expect_right();
  }
  EXPECT_PRED2(testing::not_more, testing::settled_leftovers(before), before);
}

INSTANTIATE_TEST_SUITE_P(StartMethods, PoolKills,
                         ::testing::Values(StartMethod::fork, StartMethod::spawn, StartMethod::forkserver),
                         testing::start_method_name);

TEST_F(RandomKills, LoseNothingWhereWorkIsStolen) {
  testing::CountingTree tree(arena_, 3000);
  testing::CountingGraph graph(arena_, 3000);
  const auto before = testing::leftovers();
  {
    StealPool pool({.workers = 4, .on_death = OnDeath::retry, .most_deaths = 1000});
    Killer killer(3);
    while (pool.deaths() < wanted_kills()) {
      killer.aim_at(pool.processes());
      pool.map(job());
      expect_right();
      if (HasFatalFailure()) return;
      for (const std::uint64_t arity : {2u, 50u}) {
        killer.aim_at(pool.processes());
        pool.tree(tree.make(3000, arity));
        ASSERT_TRUE(tree.is_right());
      }
      for (const std::uint32_t width : {3u, 100u}) {
        killer.aim_at(pool.processes());
        pool.graph(graph.make(3000 / width, width));
        ASSERT_TRUE(graph.is_right());
      }
    }
    killer.aim_at({});
    EXPECT_TRUE(testing::eventually([&] {
      pool.heal();
      const auto pids = pool.processes();
      return std::count_if(pids.begin(), pids.end(), alive) == 3;
    }));
    pool.map(job());
    expect_right();
    pool.tree(tree.make(3000, 3));
    EXPECT_EQ(tree.done_times(1), 3000u);
    pool.graph(graph.make(30, 100));
    EXPECT_EQ(graph.done_times(1), graph.tasks());
  }
  EXPECT_PRED2(testing::not_more, testing::settled_leftovers(before), before);
}

TEST_F(RandomKills, LoseNothingAndDeliverNothingTwiceThroughPipes) {
  const auto before = testing::leftovers();
  {
    MessagePool pool({.workers = 3, .on_death = OnDeath::retry, .most_deaths = 1000});
    Killer killer(2);
    while (pool.deaths() < wanted_kills()) {
      killer.aim_at(pool.processes());
      std::size_t next = 0;
      pool.map(job(), Delivery::in_order, [&](Range chunk, std::span<const std::byte>) {
        EXPECT_EQ(chunk.begin, next);
        next = chunk.end;
      });
      EXPECT_EQ(next, items);
      expect_right();
      if (HasFatalFailure()) return;
    }
    killer.aim_at({});
    pool.map(job());
    expect_right();
    // Whoever was killed last may not have been missed yet.
    EXPECT_TRUE(testing::eventually([&] {
      pool.map(job());
      const auto pids = pool.processes();
      return std::count_if(pids.begin(), pids.end(), alive) == 3;
    }));
  }
  EXPECT_PRED2(testing::not_more, testing::settled_leftovers(before), before);
}

}  // namespace
}  // namespace parallax

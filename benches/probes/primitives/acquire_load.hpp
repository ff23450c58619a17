// SPDX-License-Identifier: MIT
//
// What is done with a lock in the probe `acquire`: take it, do nearly nothing, drop it.
//
// Under an exclusive lock a worker adds one to a plain counter, which reaches its exact value only if no two
// were ever inside at the same time. Under the reading side of a read-write lock it compares two numbers that
// a writer changes one after the other; writers come in mistake() only, beside readers, where no time counts.
#pragma once

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cstdint>

#include "benches/probe.hpp"
#include "benches/probes/primitives/crew.hpp"
#include "benches/probes/primitives/share.hpp"
#include "runtimes/support/spin.hpp"

namespace parallax {

// Something to hold: Lock(Sharing, int workers), take(), drop(). A Lock that several may hold at the same
// time also has take_alone() and drop_alone().
template <class Lock>
concept HasTwoSides = requires(Lock& lock) {
  lock.take_alone();
};

template <class Lock>
class AcquireLoad final : public Probe {
 public:
  AcquireLoad(Sharing sharing, int workers, std::size_t size)
      : workers_(workers),
        size_(size),
        shared_(sharing, workers),
        crew_(sharing, workers, [this](int member, std::int64_t order) { work(member, order); }) {}

  void run(std::int64_t iterations) override {
    crew_.run(iterations);
    expected_ += iterations * static_cast<std::int64_t>(size_);
  }

  std::optional<std::string> mistake() override {
    if constexpr (HasTwoSides<Lock>) crew_.run(check);
    const std::int64_t entered = shared_->entered, first = shared_->first, second = shared_->second;
    const std::int64_t expected = std::exchange(expected_, 0);
    const std::int64_t changes = HasTwoSides<Lock> ? rounds * workers_ : 0;
    const std::int64_t torn = shared_->torn;
    shared_->entered = shared_->first = shared_->second = shared_->torn = 0;
    if (torn != 0) return fmt::format("{} readers were inside beside a writer", torn);
    if (first != changes || second != changes)
      return fmt::format("writers counted {} and {} of {}: two were inside at once", first, second, changes);
    if (entered != expected)
      return fmt::format("the counter under the lock is {}, not {}: two were inside at once", entered,
                         expected);
    return {};
  }

  Usage usage() override { return crew_.usage(); }
  void restart_counters() override { shared_->handovers = 0; }
  std::vector<Counter> counters() override {
    if (HasTwoSides<Lock> || workers_ == 1) return {};
    return {{"handovers", static_cast<double>(shared_->handovers), true}};
  }
  pid_t pid(int member) const { return crew_.pid(member); }

 private:
  static constexpr std::int64_t check = -1;  // the order to read and write in turn
  static constexpr std::int64_t rounds = 1000;

  // Relaxed loads and stores: nothing but moves to the processor, so that only the lock keeps them exact.
  using Plain = std::atomic<std::int64_t>;

  static void add_one(Plain& number) {
    number.store(number.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  struct Contended {
    Contended(Sharing sharing, int workers) : lock(sharing, workers) {}
    alignas(64) Lock lock;
    alignas(64) Plain entered = 0;
    std::atomic<int> last = -1;  // who was inside
    Plain handovers = 0;         // times that it was another one
    Plain first = 0, second = 0;
    std::atomic<std::int64_t> torn = 0;
  };

  void work(int member, std::int64_t order) {
    if constexpr (HasTwoSides<Lock>) {
      order == check ? read_and_write() : read(order * share_of(member, workers_, size_));
    } else {
      count(member, order * share_of(member, workers_, size_));
    }
  }

  void count(int member, std::int64_t times) {
    Contended& shared = *shared_;
    for (std::int64_t i = 0; i < times; ++i) {
      shared.lock.take();
      add_one(shared.entered);
      if (shared.last.load(std::memory_order_relaxed) != member) {
        shared.last.store(member, std::memory_order_relaxed);
        add_one(shared.handovers);
      }
      shared.lock.drop();
    }
  }

  void read(std::int64_t times) {
    std::int64_t torn = 0;
    for (std::int64_t i = 0; i < times; ++i) torn += !look();
    shared_->torn += torn;
    shared_->entered += times;
  }

  // Whether both numbers were equal.
  bool look() {
    Contended& shared = *shared_;
    shared.lock.take();
    const std::int64_t first = shared.first.load(std::memory_order_relaxed);
    const std::int64_t second = shared.second.load(std::memory_order_relaxed);
    shared.lock.drop();
    return first == second;
  }

  void read_and_write() {
    Contended& shared = *shared_;
    for (std::int64_t i = 0; i < rounds; ++i) {
      shared.lock.take_alone();
      add_one(shared.first);
      for (int j = 0; j < 20; ++j) pause_processor();  // nothing is timed here: give others time to intrude
      add_one(shared.second);
      shared.lock.drop_alone();
      shared.torn += !look();
    }
  }

  const int workers_;
  const std::size_t size_;
  Shared<Contended> shared_;
  std::int64_t expected_ = 0;  // acquisitions since the last look for mistakes
  Crew crew_;                  // the last: it uses the others
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// increment: each item adds one to a counter that several threads share, as counter += 1 does it: a load,
// then a store. Unguarded, with an atomic instruction, under a mutex, and under the GIL with a checkpoint
// between the two, as there is one between two bytecodes.
//
// Updates that get lost are counted where the guard allows it and are a mistake elsewhere. Under the GIL it
// is also counted how often a thread got the lock before one that had waited for longer.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "benches/probe.hpp"
#include "benches/probes/primitives/share.hpp"
#include "runtimes/support/gil_lock.hpp"

namespace parallax {
namespace {

constexpr std::size_t most_contenders = 64;

// Nothing but moves to the processor, so that the guard alone makes them one step.
using Plain = std::atomic<std::int64_t>;

// A guard: what thread number `index` of all does `times` times to a counter.
struct Unguarded {
  static constexpr bool exact = false;
  explicit Unguarded(std::size_t) {}
  void add(Plain& counter, std::size_t, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i)
      counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
};

struct ByAtomic {
  static constexpr bool exact = true;
  explicit ByAtomic(std::size_t) {}
  void add(Plain& counter, std::size_t, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) counter.fetch_add(1, std::memory_order_relaxed);
  }
};

class ByMutex {
 public:
  static constexpr bool exact = true;
  explicit ByMutex(std::size_t) {}
  void add(Plain& counter, std::size_t, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) {
      const std::scoped_lock held(mutex_);
      counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }
  }

 private:
  std::mutex mutex_;
};

// Everything but lock_ is touched by the lock's holder alone.
class ByGil {
 public:
  static constexpr bool exact = false;
  explicit ByGil(std::size_t threads) : waits_since_(threads, 0), takes_turns_(threads, false) {}

  void add(Plain& counter, std::size_t index, std::int64_t times) {
    const int holder = static_cast<int>(index);
    lock_.take(holder);
    enter(index);
    for (std::int64_t i = 0; i < times; ++i) {
      const std::int64_t read = counter.load(std::memory_order_relaxed);
      lock_.checkpoint(holder);
      note_holder(index);
      counter.store(read + 1, std::memory_order_relaxed);
    }
    takes_turns_[index] = false;
    lock_.drop(holder);
  }

  std::int64_t overtaken() const { return overtaken_; }
  std::int64_t switches() const { return switches_; }

 private:
  // Since when it has waited for its first turn nobody knows, so nobody is said to have been overtaken by it.
  void enter(std::size_t index) {
    if (index != last_) waits_since_[last_] = ++switches_;
    last_ = index;
    takes_turns_[index] = true;
  }

  // Who held it before has begun to wait when this one got it.
  void note_holder(std::size_t index) {
    if (index == last_) return;
    for (std::size_t other = 0; other < takes_turns_.size(); ++other)
      if (other != index && other != last_ && takes_turns_[other] &&
          waits_since_[other] < waits_since_[index])
        ++overtaken_;
    waits_since_[last_] = ++switches_;
    last_ = index;
  }

  GilLock lock_{std::chrono::milliseconds(5)};  // CPython's interval
  std::vector<std::int64_t> waits_since_;       // the switch after which each thread began to wait
  std::vector<bool> takes_turns_;
  std::size_t last_ = 0;
  std::int64_t switches_ = 0, overtaken_ = 0;
};

template <class Guard>
class IncrementLoad final : public Probe {
 public:
  IncrementLoad(std::size_t contenders, std::size_t size)
      : contenders_(contenders), size_(size), guard_(contenders) {}

  // Threads are started and joined here, once for all iterations.
  void run(std::int64_t iterations) override {
    std::vector<std::jthread> others;
    for (std::size_t index = 1; index < contenders_; ++index)
      others.emplace_back(
          [this, index, iterations] { guard_.add(counter_, index, share(index, iterations)); });
    guard_.add(counter_, 0, share(0, iterations));
    others.clear();
    expected_ += iterations * static_cast<std::int64_t>(size_);
  }

  std::optional<std::string> mistake() override {
    const std::int64_t reached = counter_;
    const bool may_lose = !Guard::exact && contenders_ > 1;
    if (reached == expected_ || (may_lose && reached < expected_ && (reached > 0 || expected_ == 0)))
      return {};
    return fmt::format("{} increments made it {}", expected_, reached);
  }

  void restart_counters() override {
    lost_before_ = expected_ - counter_;
    if constexpr (counts_turns) {
      overtaken_before_ = guard_.overtaken();
      switches_before_ = guard_.switches();
    }
  }

  // Of the whole timed run: a loss is a fact, not a rate.
  std::vector<Counter> counters() override {
    std::vector<Counter> all{{"lost_updates", static_cast<double>(expected_ - counter_ - lost_before_)}};
    if constexpr (counts_turns) {
      all.push_back({"overtaken", static_cast<double>(guard_.overtaken() - overtaken_before_)});
      all.push_back({"gil_switches", static_cast<double>(guard_.switches() - switches_before_)});
    }
    return all;
  }

 private:
  static constexpr bool counts_turns = requires(const Guard& guard) { guard.overtaken(); };

  std::int64_t share(std::size_t index, std::int64_t iterations) const {
    return iterations * share_of(static_cast<int>(index), static_cast<int>(contenders_), size_);
  }

  const std::size_t contenders_;
  const std::size_t size_;
  Guard guard_;
  alignas(64) Plain counter_ = 0;
  std::int64_t expected_ = 0;
  std::int64_t lost_before_ = 0, overtaken_before_ = 0, switches_before_ = 0;
};

struct Way {
  Mechanism mechanism;
  std::unique_ptr<Probe> (*start)(std::size_t contenders, std::size_t size);
};

template <class Guard>
std::unique_ptr<Probe> load(std::size_t contenders, std::size_t size) {
  return std::make_unique<IncrementLoad<Guard>>(contenders, size);
}

constexpr std::array ways{
    Way{{"plain-threads", "a load and a store; loses updates"}, load<Unguarded>},
    Way{{"atomic-threads", "one atomic instruction"}, load<ByAtomic>},
    Way{{"mutex-threads", "a load and a store under a std::mutex"}, load<ByMutex>},
    Way{{"gil-threads", "a load, a checkpoint and a store under the lock of `gil`; loses updates"},
        load<ByGil>},
};

struct Increment {
  static constexpr ProbeFacts facts{.name = "increment",
                                    .summary = "adds one to a counter that threads share",
                                    .parameters = {Parameter{"contenders", 1, most_contenders}}};

  static std::vector<Mechanism> mechanisms() {
    std::vector<Mechanism> all;
    for (const Way& way : ways) all.push_back(way.mechanism);
    return all;
  }
  static std::vector<Case> cases(std::string_view mechanism) {
    const bool gil = mechanism == "gil-threads";
    // An iteration has to last for several switch intervals: while the lock stays where it is, nothing is
    // lost.
    const std::size_t size = gil ? 20'000'000 : 10'000;
    std::vector<Case> all{{.size = size, .values = {1}}, {.size = size, .values = {2}}};
    if (gil) all.push_back({.size = size, .values = {3}});
    return all;
  }
  static int workers(const Case& parameters) { return static_cast<int>(parameters.values[0]); }
  static std::size_t bytes_per_item(const Case&) { return 0; }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    const std::size_t contenders = parameters.values[0];
    if (contenders < 1 || contenders > most_contenders)
      throw NotSupported(fmt::format("there can be 1 to {} contenders", most_contenders));
    for (const Way& way : ways)
      if (way.mechanism.name == mechanism) return way.start(contenders, parameters.size);
    throw NotSupported("no such mechanism");
  }
};

}  // namespace

PARALLAX_PROBE(increment, Increment);

}  // namespace parallax

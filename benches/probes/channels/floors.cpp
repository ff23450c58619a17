// SPDX-License-Identifier: MIT
//
// The peers of both end with the pipe on which they wait for something to do. The one that spins does so only
// while a run lasts.
#include "benches/probes/channels/floors.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <atomic>
#include <new>

#include "runtimes/process/child.hpp"
#include "runtimes/process/usage.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/support/spin.hpp"
#include "support/pipe.hpp"

namespace parallax {
namespace {

struct Line {
  // False if the other end is closed.
  bool get(std::uint64_t& value) const {
    return ::read(pipe.read.get(), &value, sizeof value) == sizeof value;
  }
  bool put(std::uint64_t value) const {
    return ::write(pipe.write.get(), &value, sizeof value) == sizeof value;
  }

  Pipe pipe;
};

class Floor : public Probe {
 public:
  std::optional<std::string> mistake() override { return std::exchange(mistake_, {}); }
  Usage usage() override { return usage_of(child_->pid()); }

 protected:
  [[noreturn]] void peer_is_gone() { throw WorkerDied("the process at the other end has ended"); }
  void check(std::uint64_t answer, std::uint64_t expected) {
    if (answer != expected && !mistake_) mistake_ = fmt::format("{} came back for {}", answer, expected);
  }

  std::optional<Child> child_;

 private:
  std::optional<std::string> mistake_;
};

class SpinFloor final : public Floor {
 public:
  explicit SpinFloor(std::size_t trips)
      : trips_(trips),
        memory_(Mapping::shared(sizeof(Shared))),
        shared_(*new (memory_.bytes().data()) Shared) {
    if (usable_cpus() < 2) throw NotSupported("two processes that spin need two processors");
    child_.emplace([this] {
      work_.pipe.write.reset();
      std::uint64_t number = 0;
      for (std::uint64_t more = 0; work_.get(more);) {
        for (const std::uint64_t end = number + more; number != end;) {
          ++number;
          while (shared_.there.load(std::memory_order_acquire) != number) pause_processor();
          shared_.back.store(number, std::memory_order_release);
        }
      }
    });
    work_.pipe.read.reset();
  }

  void run(std::int64_t iterations) override {
    const std::uint64_t trips = static_cast<std::uint64_t>(iterations) * trips_;
    if (!work_.put(trips)) peer_is_gone();
    for (std::uint64_t i = 0; i < trips; ++i) {
      shared_.there.store(++number_, std::memory_order_release);
      wait();
      check(shared_.back.load(std::memory_order_relaxed), number_);
    }
  }

 private:
  struct Shared {
    alignas(128) std::atomic<std::uint64_t> there = 0;
    alignas(128) std::atomic<std::uint64_t> back = 0;
  };

  void wait() {
    for (;;) {
      for (int i = 0; i < 1'000'000; ++i) {
        if (shared_.back.load(std::memory_order_acquire) == number_) return;
        pause_processor();
      }
      pollfd end{.fd = child_->descriptor(), .events = POLLIN, .revents = 0};
      if (poll(&end, 1, 0) > 0) peer_is_gone();
    }
  }

  std::size_t trips_;
  Mapping memory_;
  Shared& shared_;
  Line work_;
  std::uint64_t number_ = 0;
};

class PipeFloor final : public Floor {
 public:
  explicit PipeFloor(std::size_t trips) : trips_(trips) {
    child_.emplace([this] {
      there_.pipe.write.reset();
      back_.pipe.read.reset();
      for (std::uint64_t number = 0; there_.get(number) && back_.put(number);) {
      }
    });
    there_.pipe.read.reset();
    back_.pipe.write.reset();
  }

  void run(std::int64_t iterations) override {
    for (auto trips = static_cast<std::uint64_t>(iterations) * trips_; trips != 0; --trips) {
      std::uint64_t answer = 0;
      if (!there_.put(++number_) || !back_.get(answer)) peer_is_gone();
      check(answer, number_);
    }
  }

 private:
  std::size_t trips_;
  Line there_, back_;
  std::uint64_t number_ = 0;
};

}  // namespace

std::unique_ptr<Probe> make_spin_floor(std::size_t trips) { return std::make_unique<SpinFloor>(trips); }
std::unique_ptr<Probe> make_pipe_floor(std::size_t trips) { return std::make_unique<PipeFloor>(trips); }

}  // namespace parallax

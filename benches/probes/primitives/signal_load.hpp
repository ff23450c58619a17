// SPDX-License-Identifier: MIT
//
// What is done in the probe `signal`: two workers hand a baton back and forth, or meet.
//
// The baton is a number that each holder must find as the other one left it, and adds one to. Who meets says
// so before, and must find that the other one has said so after it.
#pragma once

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <utility>

#include "benches/probe.hpp"
#include "benches/probes/primitives/crew.hpp"

namespace parallax {

// An item is one hand-over. Relay: see relays.hpp.
template <class Relay>
class HandoverLoad final : public Probe {
 public:
  HandoverLoad(Sharing sharing, std::size_t size)
      : size_(size), shared_(sharing), crew_(sharing, 2, [this](int member, std::int64_t iterations) {
          work(member, iterations * static_cast<std::int64_t>(size_));
        }) {}

  void run(std::int64_t iterations) override {
    const std::int64_t handovers = iterations * static_cast<std::int64_t>(size_);
    expected_ += handovers + 1;  // by the one who has it first, and after each hand-over
    crew_.run(iterations);
    shared_->first = static_cast<int>((shared_->first + handovers) % 2);
  }

  std::optional<std::string> mistake() override {
    const std::int64_t surprised = shared_->surprised.exchange(0), held = shared_->held.exchange(0);
    const std::int64_t expected = std::exchange(expected_, 0);
    if (surprised != 0)
      return fmt::format("a worker went on {} times without having been handed the baton", surprised);
    if (held != expected) return fmt::format("the baton was held {} times, not {}", held, expected);
    return {};
  }

  Usage usage() override { return crew_.usage(); }
  pid_t pid(int member) const { return crew_.pid(member); }

 private:
  // Apart on purpose: what one writes shall not slow down the other.
  struct Between {
    explicit Between(Sharing sharing) : relay(sharing) {}
    Relay relay;
    alignas(64) std::atomic<std::int64_t> baton = 0;  // hand-overs so far, in this run
    int first = 0;  // who has it at the beginning of a run, because it had it last
    alignas(64) std::atomic<std::int64_t> held = 0;
    std::atomic<std::int64_t> surprised = 0;
  };

  // Turn 0 is that of the one who has the baton already, then they take turns.
  void work(int member, std::int64_t handovers) {
    Between& shared = *shared_;
    std::int64_t held = 0, surprised = 0;
    for (std::int64_t turn = member == shared.first ? 0 : 1; turn <= handovers; turn += 2) {
      if (turn == 0) {
        shared.baton.store(0, std::memory_order_relaxed);
      } else {
        shared.relay.wait(member);
      }
      if (shared.baton.load(std::memory_order_relaxed) != turn) ++surprised;
      shared.baton.store(turn + 1, std::memory_order_relaxed);
      ++held;
      if (turn < handovers) shared.relay.pass(1 - member);
    }
    shared.held += held;
    shared.surprised += surprised;
  }

  const std::size_t size_;
  Shared<Between> shared_;
  std::int64_t expected_ = 0;  // since the last look for mistakes
  Crew crew_;                  // the last: it uses the others
};

// An item is one meeting of both. Meeting: Meeting(Sharing, int parties), wait().
template <class Meeting>
class MeetingLoad final : public Probe {
 public:
  MeetingLoad(Sharing sharing, std::size_t size)
      : size_(size), shared_(sharing), crew_(sharing, 2, [this](int member, std::int64_t iterations) {
          work(static_cast<std::size_t>(member), iterations * static_cast<std::int64_t>(size_));
        }) {}

  void run(std::int64_t iterations) override {
    expected_ += iterations * static_cast<std::int64_t>(size_);
    crew_.run(iterations);
  }

  std::optional<std::string> mistake() override {
    const std::int64_t early = shared_->early.exchange(0), expected = std::exchange(expected_, 0);
    for (Said& said : shared_->said) {
      const std::int64_t met = said.arrivals - std::exchange(said.looked_at, said.arrivals.load());
      if (met != expected) return fmt::format("a worker came to {} of {} meetings", met, expected);
    }
    if (early != 0) return fmt::format("{} times a worker left before the other one had come", early);
    return {};
  }

  Usage usage() override { return crew_.usage(); }
  pid_t pid(int member) const { return crew_.pid(member); }

 private:
  struct alignas(64) Said {
    std::atomic<std::int64_t> arrivals = 0;
    std::int64_t looked_at = 0;  // the arrivals at the last look for mistakes
  };
  // Apart on purpose: what one writes shall not slow down the other.
  struct Between {
    explicit Between(Sharing sharing) : meeting(sharing, 2) {}
    Meeting meeting;
    std::array<Said, 2> said;
    std::atomic<std::int64_t> early = 0;
  };

  void work(std::size_t member, std::int64_t meetings) {
    Between& shared = *shared_;
    std::atomic<std::int64_t>& mine = shared.said[member].arrivals;
    const std::atomic<std::int64_t>& others = shared.said[1 - member].arrivals;
    const std::int64_t before = mine.load(std::memory_order_relaxed);
    std::int64_t early = 0;
    for (std::int64_t number = before + 1; number <= before + meetings; ++number) {
      mine.store(number, std::memory_order_relaxed);
      shared.meeting.wait();
      // The other one may be on its way to the next meeting, which cannot end without this one.
      const std::int64_t other = others.load(std::memory_order_relaxed);
      if (other < number || other > number + 1) ++early;
    }
    shared.early += early;
  }

  const std::size_t size_;
  Shared<Between> shared_;
  std::int64_t expected_ = 0;  // since the last look for mistakes
  Crew crew_;                  // the last: it uses the others
};

}  // namespace parallax

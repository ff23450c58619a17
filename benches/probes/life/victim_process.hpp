// SPDX-License-Identifier: MIT
//
// A forked process that sleeps until its parent kills it. How its parent learns of that, each class has for
// itself.
#pragma once

#include <poll.h>

#include <atomic>
#include <optional>

#include "benches/probes/life/victim.hpp"
#include "runtimes/support/mapping.hpp"

namespace parallax {

class VictimProcess : public Victim {
 public:
  VictimProcess();

  void start() final;
  void kill() override;
  std::int64_t killed_at() const override { return killed_at_; }
  pid_t process() const final { return process_; }
  ExitStatus reap() final;

 protected:
  virtual void prepare_parent() {}  // before it is forked
  virtual void prepare_child() {}   // in it, before it counts as living
  virtual void settle_parent() {}   // after it was forked
  // The rest of its life. It never returns.
  [[noreturn]] virtual void live();

  Child& child() { return *child_; }

 private:
  Mapping memory_;
  std::atomic<bool>& lives_;
  std::optional<Child> child_;
  pid_t process_ = -1;
  std::int64_t killed_at_ = 0;
};

// Waits for events of a descriptor; throws as Victim::notice() does.
void poll_or_lose_patience(int descriptor, short events, std::chrono::milliseconds patience);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// A worker of a runtime of processes that is killed in the middle of a job. Whoever waits for the job learns
// of it when map() throws WorkerDied.
#pragma once

#include <memory>

#include "benches/probes/life/victim.hpp"
#include "runtimes/arena.hpp"

namespace parallax {

class VictimInRuntime final : public Victim {
 public:
  explicit VictimInRuntime(const RuntimeEntry& runtime);

  void start() override;
  void kill() override;  // from now on the worker kills itself when it begins a chunk
  void notice(std::chrono::milliseconds patience) override;
  std::int64_t killed_at() const override;
  pid_t process() const override;
  ExitStatus reap() override;

 private:
  struct Shared;

  static void live_or_die(const MapJob& job, Range range, Worker& worker);

  const RuntimeEntry& entry_;
  Arena arena_;
  Shared& shared_;
  MapJob job_;
  ExitStatus status_;  // as the runtime has told it
  std::unique_ptr<AnyRuntime> runtime_;
};

}  // namespace parallax

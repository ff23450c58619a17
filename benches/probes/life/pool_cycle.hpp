// SPDX-License-Identifier: MIT
//
// start_pool: a runtime's workers are started all at once, each of them says that it runs, and all are
// stopped. That whole cycle is what is timed; its parts are counters:
//
//   started_in  from before the runtime is made until that returns
//   ready_in    from the same moment until the last worker has read its clock within a job
//   stopped_in  how long stopping takes
//
// Each worker is heard because the job has as many chunks as there are workers, and none of them ends before
// all have begun: so no worker can take two.
#pragma once

#include <chrono>

#include "benches/probe.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/support/histogram.hpp"

namespace parallax {

class PoolCycle final : public Probe {
 public:
  // patience: how long workers wait for those that do not come.
  PoolCycle(const RuntimeEntry& runtime, int workers,
            std::chrono::milliseconds patience = std::chrono::seconds(10));

  void run(std::int64_t iterations) override;
  std::optional<std::string> mistake() override;
  Usage usage() override;
  void restart_counters() override;
  std::vector<Counter> counters() override;

 private:
  struct Meeting;

  void start_and_stop();
  void check(std::int64_t begin, std::int64_t done);
  static void meet(const MapJob& job, Range range, Worker& worker);

  const RuntimeEntry& runtime_;
  int workers_;
  Arena arena_;
  Meeting& meeting_;
  MapJob job_;
  std::optional<std::string> mistake_;
  Histogram started_in_, ready_in_, stopped_in_;
};

}  // namespace parallax

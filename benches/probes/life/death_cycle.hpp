// SPDX-License-Identifier: MIT
//
// death: a worker is started, dies, is noticed and buried. The timed run is that whole cycle; how long it
// took from right before the blow until somebody knew are the counters noticed_p50 and noticed_p99.
//
// What was noticed is checked with the kernel at once: a worker that still lives then was none, and it must
// have died of what killed it.
#pragma once

#include <chrono>
#include <memory>

#include "benches/probes/life/victim.hpp"
#include "runtimes/support/histogram.hpp"

namespace parallax {

class DeathCycle final : public Probe {
 public:
  DeathCycle(std::unique_ptr<Victim> victim, std::size_t deaths,
             std::chrono::milliseconds patience = std::chrono::seconds(10))
      : victim_(std::move(victim)), deaths_(deaths), patience_(patience) {}

  void run(std::int64_t iterations) override;
  std::optional<std::string> mistake() override;
  Usage usage() override;
  void restart_counters() override { noticed_in_.reset(); }
  std::vector<Counter> counters() override;

 private:
  void die_once();

  std::unique_ptr<Victim> victim_;
  std::size_t deaths_;
  std::chrono::milliseconds patience_;
  std::optional<std::string> mistake_;
  Histogram noticed_in_;
};

}  // namespace parallax

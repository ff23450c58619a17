// SPDX-License-Identifier: MIT
//
// start_stop: one worker after the other is started, says that it runs, ends and is joined. That whole cycle
// is what is timed; its parts are counters:
//
//   started_in  from before the call that starts the worker until it returns
//   ready_in    from the same moment until the worker has read its clock, the first thing it does
//   ended_in    from when the worker was heard until it is joined
//
// Every worker is checked: that it was this one, that it ran in a thread or process of its own after it was
// started, and that it came to the end that only it comes to.
#pragma once

#include <chrono>
#include <memory>

#include "benches/probes/life/ballast.hpp"
#include "benches/probes/life/process_facts.hpp"
#include "benches/probes/life/starter.hpp"
#include "runtimes/support/histogram.hpp"

namespace parallax {

class StartCycle final : public Probe {
 public:
  // Where the starter was made before: before this process grows. patience: how long a worker may be silent.
  StartCycle(std::unique_ptr<HelloPipes> pipes, std::unique_ptr<Starter> starter, std::size_t workers,
             std::size_t parent_bytes, bool huge,
             std::chrono::milliseconds patience = std::chrono::seconds(10));

  void run(std::int64_t iterations) override;
  std::optional<std::string> mistake() override;
  Usage usage() override { return starter_->usage(); }
  void restart_counters() override;
  std::vector<Counter> counters() override;
  std::string note() const override;

 private:
  void start_one();
  Hello receive();
  void look_at_one();
  void check(const Hello& hello, std::int64_t begin, std::int64_t heard, int status);

  std::unique_ptr<HelloPipes> pipes_;
  std::unique_ptr<Starter> starter_;
  Ballast ballast_;
  std::size_t workers_;
  std::chrono::milliseconds patience_;
  Footprint footprint_;  // of one worker, beyond what its parent has anyway
  std::uint64_t number_ = 0;
  std::optional<std::string> mistake_;
  Histogram started_in_, ready_in_, ended_in_;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// wake_up: how long it takes until a worker runs that was asleep, by what it slept on. With idle_us:0 it has
// only just fallen asleep; else the whole machine has been idle for that long, and its processors with it.
#include "benches/probes/life/wake_cycle.hpp"

namespace parallax {
namespace {

struct WakeUp {
  static constexpr ProbeFacts facts{.name = "wake_up",
                                    .summary = "a worker that is really asleep is woken and answers",
                                    .parameters = {Parameter{"idle_us", 0, day_in_microseconds}}};

  static std::vector<Mechanism> mechanisms() { return alarm_mechanisms(); }
  static std::vector<Case> cases(std::string_view) { return {{100, 1, {0}}, {100, 1, {1000}}}; }
  static int workers(const Case&) { return 2; }
  static std::size_t bytes_per_item(const Case&) { return 0; }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    return std::make_unique<WakeCycle>(make_alarm(mechanism), sleeper_is_process(mechanism), parameters.size,
                                       std::chrono::microseconds(parameters.values[0]));
  }
};

}  // namespace

PARALLAX_PROBE(wake_up, WakeUp);

}  // namespace parallax

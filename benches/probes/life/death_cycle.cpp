// SPDX-License-Identifier: MIT
#include "benches/probes/life/death_cycle.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <utility>

#include "benches/probes/life/hello.hpp"
#include "benches/probes/life/process_facts.hpp"
#include "benches/probes/life/reaped.hpp"

namespace parallax {

using std::chrono::nanoseconds;

void DeathCycle::run(std::int64_t iterations) {
  for (std::int64_t i = 0; i < iterations; ++i) {
    for (std::size_t death = 0; death < deaths_; ++death) die_once();
  }
}

void DeathCycle::die_once() {
  victim_->start();
  const std::int64_t before = monotonic_now();
  victim_->kill();
  victim_->notice(patience_);
  const std::int64_t noticed = monotonic_now();
  const pid_t process = victim_->process();
  const bool alive = !dying(process);
  const std::int64_t killed = victim_->killed_at();
  const ExitStatus status = victim_->reap();
  noticed_in_.record(nanoseconds(noticed - killed));
  if (mistake_) return;
  if (alive) {
    mistake_ = fmt::format("process {} still lived when its death was noticed", process);
  } else if (killed < before || killed > noticed) {
    mistake_ = "the death was noticed before the blow";
  } else if (!WIFSIGNALED(status.raw) || WTERMSIG(status.raw) != victim_->signal()) {
    mistake_ = fmt::format("process {} {} instead of being killed by signal {}", process, status.text(),
                           victim_->signal());
  }
}

std::optional<std::string> DeathCycle::mistake() { return std::exchange(mistake_, std::nullopt); }

Usage DeathCycle::usage() { return usage_of_reaped(); }

std::vector<Counter> DeathCycle::counters() {
  const auto seconds = [](nanoseconds duration) { return std::chrono::duration<double>(duration).count(); };
  return {{"noticed_p50", seconds(noticed_in_.quantile(0.5))},
          {"noticed_p99", seconds(noticed_in_.quantile(0.99))}};
}

}  // namespace parallax

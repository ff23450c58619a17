// SPDX-License-Identifier: MIT
#include "benches/harness/host/timing.hpp"

#include <sys/resource.h>

namespace parallax {

double own_context_switches() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_nvcsw + usage.ru_nivcsw);
}

double sure_cpu_seconds(double seen_seconds, double unsure_seconds) {
  constexpr double most_unsure = 0.05;
  return unsure_seconds <= most_unsure * seen_seconds ? seen_seconds : 0;
}

namespace {

void add_value(Measurement& result, std::string_view name, double value) {
  for (NamedValue& counter : result.counters) {
    if (!std::string_view(counter.name).empty()) continue;
    counter = {name, value};
    return;
  }
}

}  // namespace

void add_values(Measurement& result, const std::vector<Counter>& values) {
  for (const Counter& counter : values) add_value(result, counter.name, counter.value);
}

void read_counters(Measurement& result, const std::vector<Counter>& counters, const Histogram* latencies,
                   std::int64_t iterations) {
  const auto add = [&](std::string_view name, double value) { add_value(result, name, value); };
  for (const Counter& counter : counters)
    add(counter.name,
        counter.per_iteration ? counter.value / static_cast<double>(iterations) : counter.value);
  if (!latencies || latencies->count() == 0) return;
  const auto seconds = [](std::chrono::nanoseconds duration) {
    return std::chrono::duration<double>(duration).count();
  };
  add("requests_per_second", static_cast<double>(latencies->count()) / result.seconds);
  add("latency_mean", seconds(latencies->mean()));
  add("latency_p50", seconds(latencies->quantile(0.5)));
  add("latency_p90", seconds(latencies->quantile(0.9)));
  add("latency_p99", seconds(latencies->quantile(0.99)));
  add("latency_max", seconds(latencies->maximum()));
}

}  // namespace parallax

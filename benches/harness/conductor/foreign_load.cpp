// SPDX-License-Identifier: MIT
//
// Idle time is used, not busy time: the kernel knows it to the microsecond, and busy time only from looks at
// its ticks.
#include "benches/harness/conductor/foreign_load.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

#include "support/affinity.hpp"

namespace parallax {
namespace {

constexpr double window_seconds = 0.2;
// Of processor time: then a step of 10 ms is 4 %, and alone below what a report takes for a disturbance.
constexpr double least_capacity = 0.25;

// A switch costs up to 1.5 us on virtual processors, and more where its thread has just begun or ends.
constexpr double seconds_per_switch = 2e-6;

double capacity(const ForeignLoad::Moment& from, const ForeignLoad::Moment& to) {
  return (to.seconds - from.seconds) * to.processors.processors;
}

bool is_enough(const ForeignLoad::Moment& from, const ForeignLoad::Moment& to) {
  return to.seconds - from.seconds >= window_seconds && capacity(from, to) >= least_capacity;
}

// In the order of /proc/stat.
enum Field : std::size_t {
  user,
  nice,
  system,
  idle,
  waiting_for_io,
  interrupt,
  soft_interrupt,
  steal,
  fields
};
using Fields = std::array<double, fields>;

// The numbers behind the name of a line; older kernels have fewer.
Fields fields_of(std::string_view line) {
  Fields all{};
  for (double& field : all) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), field);
    if (error != std::errc{}) break;
    line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  }
  return all;
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

// 0 of a process that is not there.
double cpu_seconds_of(pid_t process) {
  clockid_t clock{};
  timespec time{};
  if (process <= 0 || clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

std::optional<ProcessorTime> processor_time(std::string_view stat, const std::vector<int>& numbers,
                                            double steps) {
  Fields all{}, sum{};
  std::size_t there = 0, found = 0;
  while (stat.substr(0, 3) == "cpu") {
    const auto line = stat.substr(3, stat.find('\n') - 3);
    stat.remove_prefix(std::min(stat.size(), 3 + line.size() + 1));
    const bool is_total = line.substr(0, 1) == " ";
    int number = 0;
    const auto begin = std::from_chars(line.data(), line.data() + line.size(), number).ptr;
    const auto values = fields_of(line.substr(static_cast<std::size_t>(begin - line.data())));
    if (is_total) {
      all = values;
      continue;
    }
    ++there;
    if (!std::binary_search(numbers.begin(), numbers.end(), number)) continue;
    ++found;
    for (std::size_t i = 0; i < fields; ++i) sum[i] += values[i];
  }
  if (found == 0 || found != numbers.size()) return {};
  if (found == there) sum = all;  // the kernel has added these before it rounded them
  ProcessorTime time{.processors = static_cast<int>(found),
                     .idle = (sum[idle] + sum[waiting_for_io]) / steps,
                     .interrupted = (sum[interrupt] + sum[soft_interrupt]) / steps,
                     .stolen = sum[steal] / steps};
  for (const double field : sum) time.told += field / steps;
  return time;
}

void ForeignLoad::begin(const Moment& now) {
  begins_.push_back(now);
  while (begins_.size() > 1 && is_enough(begins_[1], now)) begins_.pop_front();
}

std::optional<double> ForeignLoad::end(const Moment& now) const {
  if (begins_.empty()) return {};
  auto from = std::find_if(begins_.rbegin(), begins_.rend(),
                           [&](const Moment& begin) { return is_enough(begin, now); });
  if (from == begins_.rend()) from = std::prev(begins_.rend());
  const ProcessorTime &before = from->processors, &after = now.processors;
  const double all = capacity(*from, now);
  // Some containers have a /proc/stat that stands still.
  const bool is_told = after.told - before.told > all / 2;
  if (before.processors != after.processors || all < least_capacity || !is_told) return {};
  const double busy = all - (after.idle - before.idle) - (after.interrupted - before.interrupted);
  const double others = busy - (now.own_seconds - from->own_seconds) -
                        seconds_per_switch * (now.own_switches - from->own_switches);
  // Where a kernel counts stolen time as that of the process it was stolen from, it is ours and is not ours.
  return std::clamp(std::max(others, after.stolen - before.stolen) / all, 0.0, 1.0);
}

std::optional<ForeignLoad::Moment> moment_now(pid_t servant) {
  std::ifstream file("/proc/stat");
  std::ostringstream stat;
  stat << file.rdbuf();  // which does not throw where a container forbids it
  const auto processors = processor_time(stat.str(), affinity(), static_cast<double>(sysconf(_SC_CLK_TCK)));
  if (!processors) return {};
  rusage reaped{};
  getrusage(RUSAGE_CHILDREN, &reaped);
  const auto clock = std::chrono::steady_clock::now().time_since_epoch();
  return ForeignLoad::Moment{.seconds = std::chrono::duration<double>(clock).count(),
                             .processors = *processors,
                             .own_seconds = seconds_of(reaped.ru_utime) + seconds_of(reaped.ru_stime) +
                                            cpu_seconds_of(getpid()) + cpu_seconds_of(servant),
                             .own_switches = static_cast<double>(reaped.ru_nvcsw + reaped.ru_nivcsw)};
}

}  // namespace parallax

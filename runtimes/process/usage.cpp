// SPDX-License-Identifier: MIT
//
// CPU time from the process' own clock, without waiting for its end: to the nanosecond for this process, and
// for others that sleep. What another process runs just then is added at the kernel's ticks only (1 to 10
// ms). Context switches and PSS from /proc, which has no better interface.
#include "runtimes/process/usage.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

#include "runtimes/process/own_clock.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

double seconds_of(clockid_t clock) {
  timespec time{};
  check(clock_gettime(clock, &time), "clock_gettime");
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double cpu_seconds_of(pid_t pid) {
  if (pid == getpid()) return OwnClock().seconds();
  clockid_t clock{};
  check_error(clock_getcpuclockid(pid, &clock), "clock_getcpuclockid");
  return seconds_of(clock);
}

// The number behind `key` in a file of lines "key   number"; 0 where the kernel does not say.
std::uint64_t number_in(const std::string& path, const std::string& key) {
  std::ifstream file(path);
  for (std::string word; file >> word;) {
    std::uint64_t number = 0;
    if (word == key && file >> number) return number;
    file.ignore(4096, '\n');
  }
  return 0;
}

std::uint64_t context_switches_of(pid_t pid) {
  std::uint64_t sum = 0;
  std::error_code gone;  // a thread may end while we look
  for (const auto& thread : std::filesystem::directory_iterator(fmt::format("/proc/{}/task", pid), gone)) {
    const std::string status = thread.path() / "status";
    sum += number_in(status, "voluntary_ctxt_switches:") + number_in(status, "nonvoluntary_ctxt_switches:");
  }
  return sum;
}

}  // namespace

Usage usage_of(pid_t pid) {
  Usage usage{.context_switches = context_switches_of(pid),
              .pss_bytes = number_in(fmt::format("/proc/{}/smaps_rollup", pid), "Pss:") * 1024};
  // Last, so that a process that is about to sleep does so by then.
  usage.cpu_seconds = cpu_seconds_of(pid);
  return usage;
}

Usage processor_use_here() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return {.cpu_seconds = seconds_of(CLOCK_PROCESS_CPUTIME_ID),
          .context_switches = static_cast<std::uint64_t>(used.ru_nvcsw + used.ru_nivcsw),
          .pss_bytes = 0};
}

}  // namespace parallax

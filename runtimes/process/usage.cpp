// SPDX-License-Identifier: MIT
//
// CPU time from the process' own clock, without waiting for its end: to the nanosecond, except that the
// kernel adds what runs on another processor just then at its ticks only (1 to 10 ms). Context switches and
// PSS from /proc, which has no better interface.
#include "runtimes/process/usage.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

#include "support/system_error.hpp"

namespace parallax {
namespace {

double cpu_seconds_of(pid_t pid) {
  clockid_t clock{};
  check_error(clock_getcpuclockid(pid, &clock), "clock_getcpuclockid");
  timespec time{};
  check(clock_gettime(clock, &time), "clock_gettime");
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
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
  return {.cpu_seconds = cpu_seconds_of(pid),
          .context_switches = context_switches_of(pid),
          .pss_bytes = number_in(fmt::format("/proc/{}/smaps_rollup", pid), "Pss:") * 1024};
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// Read with as little as possible (one open, one read, one close), for some of it is looked at while somebody
// else should be left alone.
#include "benches/probes/life/process_facts.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "support/descriptor.hpp"

namespace parallax {
namespace {

// The beginning of a file of /proc; all of it, for those that are read here. Empty if there is none.
class ProcFile {
 public:
  explicit ProcFile(const char* path) {
    const Descriptor file(open(path, O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return;
    const ssize_t bytes = read(file.get(), text_.data(), text_.size() - 1);
    if (bytes > 0) length_ = static_cast<std::size_t>(bytes);
  }

  std::string_view text() const { return {text_.data(), length_}; }

  // The number behind `key` in lines "key   number"; 0 where the kernel does not say.
  std::uint64_t number(std::string_view key) const {
    const auto line = text().find(key);
    return line == std::string_view::npos ? 0 : std::strtoull(text_.data() + line + key.size(), nullptr, 10);
  }
  std::uint64_t kilobytes(std::string_view key) const { return number(key) * 1024; }

 private:
  std::array<char, 8192> text_{};
  std::size_t length_ = 0;
};

ProcFile file_of(pid_t process, const char* file) {
  return ProcFile(fmt::format("/proc/{}/{}", process, file).c_str());
}

struct Stat {
  char state = 0;
  unsigned flags = 0;
};

// Fields 3 and 9, behind the name in brackets, which may itself contain brackets and spaces.
Stat stat_of(pid_t process) {
  const ProcFile file = file_of(process, "stat");
  const auto name_end = file.text().rfind(") ");
  Stat stat;
  if (name_end == std::string_view::npos) return stat;
  const std::string rest(file.text().substr(name_end + 2));
  if (std::sscanf(rest.c_str(), "%c %*d %*d %*d %*d %*d %u", &stat.state, &stat.flags) != 2) return {};
  return stat;
}

}  // namespace

Footprint footprint_of(pid_t process) {
  const ProcFile memory = file_of(process, "smaps_rollup");
  return {.pss = static_cast<double>(memory.kilobytes("\nPss:")),
          .unshared = static_cast<double>(memory.kilobytes("\nPrivate_Clean:") +
                                          memory.kilobytes("\nPrivate_Dirty:")),
          .page_tables = static_cast<double>(file_of(process, "status").kilobytes("\nVmPTE:"))};
}

// The quick counters of "status" may be off by some pages for each processor.
std::uint64_t resident_bytes() { return ProcFile("/proc/self/smaps_rollup").kilobytes("\nAnonymous:"); }

std::uint64_t huge_bytes() { return ProcFile("/proc/self/smaps_rollup").kilobytes("\nAnonHugePages:"); }

std::uint64_t available_bytes() { return ProcFile("/proc/meminfo").kilobytes("\nMemAvailable:"); }

char state_of(pid_t thread) { return stat_of(thread).state; }

std::uint64_t sleeps_of(pid_t thread) {
  return file_of(thread, "status").number("\nvoluntary_ctxt_switches:");
}

bool dying(pid_t process) {
  constexpr unsigned exiting = 4;  // PF_EXITING of the kernel, which /proc shows as it is
  const Stat stat = stat_of(process);
  return stat.state == 0 || stat.state == 'Z' || stat.state == 'X' || (stat.flags & exiting) != 0;
}

}  // namespace parallax

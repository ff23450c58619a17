// SPDX-License-Identifier: MIT
#include "benches/harness/host/origin_use.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "support/process_stat.hpp"

namespace parallax {
namespace {

pid_t parent_of(pid_t process) {
  auto file = stat_behind_name(fmt::format("/proc/{}/stat", process));
  char state = 0;
  pid_t parent = -1;
  file >> state >> parent;
  return parent;
}

constexpr double limit = 0.9;
// What runs just then is known from the last tick, which may be 10 ms ago.
constexpr double least_seconds = 0.02;

}  // namespace

std::string origin_noted(const std::string& note, double busiest, double seconds) {
  if (busiest < limit || seconds < least_seconds) return note;
  return fmt::format("{}{}limited by the origin: its busiest thread computed {:.0f} % of the time", note,
                     note.empty() ? "" : "; ", 100 * busiest);
}

OriginUse::OriginUse(pid_t origin, pid_t parent) {
  if (origin <= 0 || parent_of(origin) != parent) return;
  origin_ = origin;
  before_ = times();
}

std::optional<double> OriginUse::busiest(double seconds) const {
  if (before_.empty()) return {};
  std::int64_t most = 0;
  for (const auto& [thread, now] : times()) {
    const auto then = before_.find(thread);
    most = std::max(most, now - (then == before_.end() ? 0 : then->second));
  }
  return static_cast<double>(most) * 1e-9 / seconds;
}

OriginUse::Times OriginUse::times() const {
  Times all;
  std::error_code gone;
  for (const auto& thread :
       std::filesystem::directory_iterator(fmt::format("/proc/{}/task", origin_), gone)) {
    std::int64_t used = 0;
    if (std::ifstream(thread.path() / "schedstat") >> used) all[thread.path().filename()] = used;
  }
  return all;
}

}  // namespace parallax

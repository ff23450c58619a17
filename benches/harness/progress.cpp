// SPDX-License-Identifier: MIT
#include "benches/harness/progress.hpp"
#include "support/standard_streams.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace parallax {

Progress::Progress(std::size_t cells, std::size_t repetitions, bool enabled, std::FILE* to)
    : runs_(cells),
      repetitions_(repetitions),
      enabled_(enabled),
      to_(to),
      terminal_(isatty(fileno(to)) == 1),
      begin_(std::chrono::steady_clock::now()) {}

void Progress::ran(std::size_t cell, std::int64_t iterations) {
  Runs& runs = runs_[cell];
  if (iterations > runs.iterations) runs = {iterations, 0};
  if (iterations == runs.iterations) ++runs.count;
  if (enabled_) show();
}

std::size_t Progress::cells_done() const {
  return static_cast<std::size_t>(std::count_if(
      runs_.begin(), runs_.end(), [&](const Runs& runs) { return runs.count >= repetitions_; }));
}

std::size_t Progress::runs_done() const {
  std::size_t sum = 0;
  for (const Runs& runs : runs_) sum += std::min(runs.count, repetitions_);
  return sum;
}

void Progress::show() {
  const std::size_t done = runs_done();
  const std::size_t all = runs_.size() * repetitions_;
  const auto elapsed = std::chrono::steady_clock::now() - begin_;
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(
      elapsed * (static_cast<double>(all - done) / static_cast<double>(std::max<std::size_t>(done, 1))));
  const std::string line = fmt::format("{} of {} cells done, {} of {} runs, {} left", cells_done(),
                                       runs_.size(), done, all, spoken(left));
  if (terminal_) {
    tell_on(to_, "\r\x1b[K{}", line);
  } else if (const std::size_t tenths = done * 10 / all; tenths != shown_tenths_) {
    shown_tenths_ = tenths;
    tell_on(to_, "{}\n", line);
  }
  std::fflush(to_);
}

void Progress::clear() {
  if (!enabled_ || !terminal_) return;
  tell_on(to_, "\r\x1b[K");
  std::fflush(to_);
}

std::string spoken(std::chrono::seconds duration) {
  const auto seconds = duration.count();
  if (seconds < 5) return "a few seconds";
  if (seconds < 60) return fmt::format("about {} s", seconds);
  return fmt::format("about {} min {} s", seconds / 60, seconds % 60);
}

}  // namespace parallax

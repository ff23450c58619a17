// SPDX-License-Identifier: MIT
#include "benches/harness/host/left_threads.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <iterator>
#include <thread>

namespace parallax {

std::size_t threads_here() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

// Who has been joined may still be listed for a moment.
Mistake threads_left(std::size_t before) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + std::chrono::seconds(1);
  for (;;) {
    const std::size_t now = threads_here();
    if (now <= before) return {};
    if (Clock::now() >= deadline) return fmt::format("{} threads were left behind", now - before);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace parallax

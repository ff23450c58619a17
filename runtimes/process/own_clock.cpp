// SPDX-License-Identifier: MIT
#include "runtimes/process/own_clock.hpp"

#include <filesystem>
#include <string>

#include "support/system_error.hpp"

namespace parallax {
OwnClock::OwnClock() {
  std::error_code ignored;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task", ignored))
    threads_.push_back(std::stoi(thread.path().filename()));
}

double OwnClock::seconds() const {
  bring_up_to_date();
  return sum();
}

void OwnClock::bring_up_to_date() const {
  timespec time{};
  for (const pid_t thread : threads_) clock_gettime(clock_of_thread(thread), &time);  // some may have ended
}

double OwnClock::sum() const {
  timespec time{};
  check(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time), "clock_gettime");
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace parallax

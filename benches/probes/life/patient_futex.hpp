// SPDX-License-Identifier: MIT
//
// Sleeping on a word for a limited time, so that whoever waits for a worker can look whether it still lives.
#pragma once

#include <chrono>
#include <ctime>

#include "runtimes/support/futex.hpp"

namespace parallax {

// As futex_wait(), but returns after `longest` as well.
inline void futex_wait_for(FutexWord& word, std::uint32_t value, std::chrono::nanoseconds longest) {
  const timespec time{.tv_sec = static_cast<time_t>(longest.count() / 1'000'000'000),
                      .tv_nsec = static_cast<long>(longest.count() % 1'000'000'000)};
  syscall(SYS_futex, &word, FUTEX_WAIT, value, &time, nullptr, 0);
}

}  // namespace parallax

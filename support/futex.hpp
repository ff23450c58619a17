// SPDX-License-Identifier: MIT
//
// Sleep on a 32-bit word and wake those who do, between threads and between processes alike.
//
// std::atomic::wait would do for threads, but libstdc++ makes it process-private, so it cannot wake a forked
// worker. These are the bare system calls, shared flavour; a spurious return is always possible.
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <climits>
#include <cstdint>
#include <ctime>

namespace parallax {

using FutexWord = std::atomic<std::uint32_t>;
static_assert(sizeof(FutexWord) == sizeof(std::uint32_t) && FutexWord::is_always_lock_free);

// Sleeps while the word has this value. Returns at once if it has not.
inline void futex_wait(FutexWord& word, std::uint32_t value) {
  syscall(SYS_futex, &word, FUTEX_WAIT, value, nullptr, nullptr, 0);
}

// As futex_wait(), but returns after `longest` as well: whoever waits for a worker can see whether it lives.
inline void futex_wait_for(FutexWord& word, std::uint32_t value, std::chrono::nanoseconds longest) {
  const timespec time{.tv_sec = static_cast<time_t>(longest.count() / 1'000'000'000),
                      .tv_nsec = static_cast<long>(longest.count() % 1'000'000'000)};
  syscall(SYS_futex, &word, FUTEX_WAIT, value, &time, nullptr, 0);
}

inline void futex_wake_all(FutexWord& word) {
  syscall(SYS_futex, &word, FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
}

}  // namespace parallax

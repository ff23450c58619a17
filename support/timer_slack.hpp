// SPDX-License-Identifier: MIT
//
// How much later than asked the kernel may end a sleep, so that it can end several at once: 50 us by default.
// A timer of io_uring has none, so strategies could not be compared by their sleeps if they kept the default.
#pragma once

#include <sys/prctl.h>

#include <chrono>

namespace parallax {

// The least that can be asked for; 0 would mean the default.
inline constexpr std::chrono::nanoseconds least_timer_slack{1};

// Of the calling thread, and of all threads and processes that it starts from now on: a new thread, a forked
// process and a program that is exec'ed inherit it.
inline void take_least_timer_slack() { prctl(PR_SET_TIMERSLACK, least_timer_slack.count(), 0, 0, 0); }

// Of the calling thread; negative where the kernel does not tell.
inline std::chrono::nanoseconds timer_slack() {
  return std::chrono::nanoseconds(prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0));
}

}  // namespace parallax

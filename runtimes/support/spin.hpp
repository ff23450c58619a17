// SPDX-License-Identifier: MIT
//
// Waiting on a processor for something that is expected within microseconds.
#pragma once

#include <chrono>

namespace parallax {

// How long a worker of ours spins before it sleeps. Longer than the pause between two back-to-back jobs, so
// that a worker is still awake for the next; a thousandth of what libgomp allows itself, so that an idle pool
// is idle.
inline constexpr std::chrono::nanoseconds spin_budget{50'000};

inline void pause_processor() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Calls ready() until it is true or the budget is used up; returns what it said last.
template <class Ready>
bool spin_until(Ready ready, std::chrono::nanoseconds budget) {
  if (ready()) return true;
  if (budget.count() == 0) return false;
  const auto deadline = std::chrono::steady_clock::now() + budget;
  for (;;) {
    // Reading the clock costs more than the look, so it is read rarely.
    for (int i = 0; i < 32; ++i) {
      pause_processor();
      if (ready()) return true;
    }
    if (std::chrono::steady_clock::now() >= deadline) return false;
  }
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// What the programs of peers have in common: they are given numbers, call something a number of times, and print
// how many seconds a call took. The first call is not timed: it starts what a library starts late.
// Exit status: 0; 1 after a wrong answer; 2 after wrong words.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

namespace parallax::peers {

inline std::optional<std::uint64_t> number(const char* word) {
  std::uint64_t value = 0;
  const char* const end = word + std::strlen(word);
  const auto [stopped, error] = std::from_chars(word, end, value);
  if (error != std::errc() || stopped != end) return {};
  return value;
}

// `call` returns whether its answer was right. Returns the exit status of the program.
template <class Call>
int time_calls(std::uint64_t count, const Call& call) {
  using Clock = std::chrono::steady_clock;
  bool right = call();
  const auto begin = Clock::now();
  for (std::uint64_t i = 0; i < count; ++i) right &= call();
  const std::chrono::duration<double> taken = Clock::now() - begin;
  if (!right) {
    std::fputs("a wrong answer\n", stderr);
    return 1;
  }
  std::printf("%.9g\n", taken.count() / static_cast<double>(count));
  return 0;
}

inline std::uint64_t fibonacci(std::uint64_t n) {
  std::uint64_t before = 1, value = 0;
  for (std::uint64_t i = 0; i < n; ++i) before = std::exchange(value, value + before);
  return value;
}

// A program with three numbers: workers, n of F(n), calls. `start` makes of the first what calculates F(n).
template <class Start>
int fib_program(int count, char** words, const Start& start) {
  if (count == 4) {
    const auto workers = number(words[1]), n = number(words[2]), calls = number(words[3]);
    if (workers && n && calls && *workers > 0 && *calls > 0) {
      auto fib = start(static_cast<std::size_t>(*workers));
      const std::uint64_t right = fibonacci(*n);
      return time_calls(*calls, [&] { return fib(*n) == right; });
    }
  }
  std::fprintf(stderr, "usage: %s WORKERS N CALLS\n", words[0]);
  return 2;
}

}  // namespace parallax::peers

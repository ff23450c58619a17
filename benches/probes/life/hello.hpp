// SPDX-License-Identifier: MIT
//
// What a worker does that is started only to be started: it says that it runs, and ends.
//
// The same body for a thread, a forked process and a program that was exec'ed. It needs nothing but the C
// library, for the smallest of those programs has nothing else.
#pragma once

#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>

namespace parallax {

// What a worker is told.
struct HelloRequest {
  std::uint64_t number = 0;  // to be repeated
  bool stays = false;        // it lives until it is let go, so that it can be looked at
};

// What a worker says.
struct Hello {
  std::uint64_t number = 0;
  std::int64_t ran_at = 0;  // nanoseconds of CLOCK_MONOTONIC, read before all else
  pid_t process = 0;
  pid_t thread = 0;
};

inline std::int64_t monotonic_now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// The exit status that a worker of this number must have: never 0, and another one for the next.
inline int hello_status(std::uint64_t number) { return static_cast<int>(number % 97) + 1; }

// The worker's whole life; returns its exit status, 0 if it could not be heard.
inline int say_hello(int hello, int leave, const HelloRequest& request) {
  Hello said;
  said.ran_at = monotonic_now();
  said.number = request.number;
  said.process = getpid();
  said.thread = static_cast<pid_t>(syscall(SYS_gettid));
  if (write(hello, &said, sizeof said) != static_cast<ssize_t>(sizeof said)) return 0;
  char byte = 0;
  if (request.stays && read(leave, &byte, 1) < 0) return 0;
  return hello_status(request.number);
}

}  // namespace parallax

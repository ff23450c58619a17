// SPDX-License-Identifier: MIT
//
// The command line of a program that is a worker which says hello: written by whoever starts it, read by the
// program. The kernel kills it when the thread that started it ends.
#pragma once

#include <signal.h>
#include <sys/prctl.h>

#include <cstdlib>
#include <cstring>

#include "benches/probes/life/hello.hpp"

namespace parallax {

// The hidden first argument that makes a program such a worker.
inline constexpr const char* hello_argument = "--parallax-hello";

// PROGRAM --parallax-hello HELLO LEAVE NUMBER STAYS PARENT
inline constexpr int hello_words = 7;

inline bool is_hello(int words, char* const* arguments) {
  return words == hello_words && std::strcmp(arguments[1], hello_argument) == 0;
}

// The worker's whole life; returns its exit status.
inline int hello_main(char* const* arguments) {
  const HelloRequest request{.number = std::strtoull(arguments[4], nullptr, 10),
                             .stays = arguments[5][0] == '1'};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != std::atoi(arguments[6])) return 0;  // it ended before we could ask to be told
  return say_hello(std::atoi(arguments[2]), std::atoi(arguments[3]), request);
}

}  // namespace parallax

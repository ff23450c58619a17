// SPDX-License-Identifier: MIT
//
// Standard input, output and error as they may be: closed, full, or a pipe that nobody reads.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <utility>

#include "support/system_error.hpp"

namespace parallax {

// Writes to a stream of people. What cannot be told there is not told: a message never changes how a program ends.
template <class... Args>
void tell_on(std::FILE* stream, fmt::format_string<Args...> format, Args&&... args) {
  const std::string text = fmt::format(format, std::forward<Args>(args)...);
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

// The same to standard error.
template <class... Args>
void tell(fmt::format_string<Args...> format, Args&&... args) {
  tell_on(stderr, format, std::forward<Args>(args)...);
}

// Writes to standard output, all of it; throws std::system_error if it is closed or full.
inline void print_whole(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw_system_error("write to standard output");
}

// Opens those of the three that are closed, so that no file of ours gets their numbers and then the text that is meant for
// them. Writing to one that was closed fails as it did before. Comes before anything is opened.
inline void occupy_standard_descriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor)
    if (::fcntl(descriptor, F_GETFD) < 0 && ::open("/dev/null", O_RDONLY) != descriptor) return;
}

}  // namespace parallax

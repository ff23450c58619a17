// SPDX-License-Identifier: MIT
//
// System calls that fail, as exceptions: std::system_error, which names the call.
#pragma once

#include <string>

namespace parallax {

// With what errno says now.
[[noreturn, gnu::cold]] void throw_system_error(const char* call);
[[noreturn, gnu::cold]] void throw_system_error(int error, const std::string& call);

// What the call returned. Throws if that is negative.
template <class Result>
Result check(Result result, const char* call) {
  if (result < 0) throw_system_error(call);
  return result;
}

// For calls that return their error instead of setting errno, such as posix_spawn().
inline void check_error(int error, const char* call) {
  if (error != 0) throw_system_error(error, call);
}

}  // namespace parallax

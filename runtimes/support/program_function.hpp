// SPDX-License-Identifier: MIT
//
// A function of this program as plain data that means the same in every process of the program: not its
// address, which differs wherever a program is loaded elsewhere (a worker that was exec'ed, a rank on another
// machine), but its distance from a function that every process knows.
//
// Only for functions that are linked into the program itself, not for those of shared libraries.
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

namespace parallax {

// What distances are measured from; never called.
void program_origin();

template <class Signature>
class ProgramFunction;

template <class Result, class... Arguments>
class ProgramFunction<Result(Arguments...)> {
 public:
  using Pointer = Result (*)(Arguments...);

  ProgramFunction() = default;
  ProgramFunction(std::nullptr_t) {}
  // A function or a lambda without captures.
  template <class F>
  requires std::is_convertible_v<F, Pointer> ProgramFunction(F function)
      : distance_(reinterpret_cast<std::intptr_t>(static_cast<Pointer>(function)) - origin()) {}

  explicit operator bool() const { return distance_ != 0; }
  Result operator()(Arguments... arguments) const {
    const auto function =
        reinterpret_cast<Pointer>(origin() + distance_);  // NOLINT(performance-no-int-to-ptr)
    return function(std::forward<Arguments>(arguments)...);
  }
  bool operator==(const ProgramFunction&) const = default;

 private:
  static std::intptr_t origin() { return reinterpret_cast<std::intptr_t>(&program_origin); }

  std::intptr_t distance_ = 0;  // 0: no function
};

}  // namespace parallax

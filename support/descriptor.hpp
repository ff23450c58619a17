// SPDX-License-Identifier: MIT
//
// A guard for one file descriptor.
#pragma once

#include <unistd.h>

#include <utility>

#include "support/system_error.hpp"

namespace parallax {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  // Takes what a system call returned; throws std::system_error naming the call if that was -1.
  Descriptor(int number, const char* call) : number_(check(number, call)) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { reset(); }

  int get() const { return number_; }
  // The number, which the caller has to close from now on.
  int release() { return std::exchange(number_, -1); }
  void reset() {
    if (number_ >= 0) close(release());
  }

 private:
  int number_ = -1;
};

}  // namespace parallax

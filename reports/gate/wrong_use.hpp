// SPDX-License-Identifier: MIT
// What the gate was given cannot be used: its command line, a program, or a file.
#pragma once

#include <stdexcept>

namespace parallax::reports::gate {

// Exit code 2. Readers of one kind of input throw a class of their own, for callers that go on without it.
class WrongUse : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace parallax::reports::gate

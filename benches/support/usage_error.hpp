// SPDX-License-Identifier: MIT
//
// What turns into exit status 2.
#pragma once

#include <stdexcept>

namespace parallax {

// Something on the command line is unknown or impossible. The message says what, and what would be possible.
class UsageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace parallax

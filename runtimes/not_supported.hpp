// SPDX-License-Identifier: MIT
//
// What is no failure, but said aloud: a runtime that does not offer the shape of a job, a kernel that has no
// such case. The message is the reason.
#pragma once

#include <stdexcept>

namespace parallax {

class NotSupported : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace parallax

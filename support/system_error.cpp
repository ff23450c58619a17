// SPDX-License-Identifier: MIT
#include "support/system_error.hpp"

#include <cerrno>
#include <system_error>

namespace parallax {

void throw_system_error(const char* call) { throw_system_error(errno, call); }

void throw_system_error(int error, const std::string& call) {
  throw std::system_error(error, std::generic_category(), call);
}

}  // namespace parallax

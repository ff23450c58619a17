// SPDX-License-Identifier: MIT
//
// System calls that a signal interrupts are made again.
#pragma once

#include <cerrno>

namespace parallax {

// What `call` returns once no signal interrupts it (EINTR).
template <class Call>
auto retry_on_interrupt(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// Plain values over a connected stream socket, each whole or not at all.
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <type_traits>

#include "support/retry.hpp"

namespace parallax {

// False if the peer has gone, before the value or in the middle of it.
template <class T>
bool receive_value(int socket, T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  auto* const bytes = reinterpret_cast<std::byte*>(&value);
  for (std::size_t have = 0; have < sizeof(T);) {
    // Usually the only call: it waits for all bytes.
    const ssize_t got =
        retry_on_interrupt([&] { return recv(socket, bytes + have, sizeof(T) - have, MSG_WAITALL); });
    if (got <= 0) return false;
    have += static_cast<std::size_t>(got);
  }
  return true;
}

// False if the peer has gone.
template <class T>
bool send_value(int socket, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  const auto* const bytes = reinterpret_cast<const std::byte*>(&value);
  for (std::size_t done = 0; done < sizeof(T);) {
    const ssize_t sent =
        retry_on_interrupt([&] { return send(socket, bytes + done, sizeof(T) - done, MSG_NOSIGNAL); });
    if (sent < 0) return false;
    done += static_cast<std::size_t>(sent);
  }
  return true;
}

}  // namespace parallax

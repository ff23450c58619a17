// SPDX-License-Identifier: MIT
//
// Plain data over a socket that keeps message borders: one object is one message. Both ends are the same
// program, so there is no version to agree on.
#pragma once

#include <cstddef>
#include <type_traits>

namespace parallax {

// Sends all `size` bytes or throws std::system_error.
void send_bytes(int socket, const void* bytes, std::size_t size);
// False if the other side has gone; throws std::system_error, or std::runtime_error if the message has
// another length.
bool receive_bytes(int socket, void* bytes, std::size_t size);

template <class T>
void send_plain(int socket, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  send_bytes(socket, &value, sizeof value);
}

template <class T>
bool receive_plain(int socket, T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  return receive_bytes(socket, &value, sizeof value);
}

}  // namespace parallax

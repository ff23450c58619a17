// SPDX-License-Identifier: MIT
//
// Messages that carry descriptors (SCM_RIGHTS), over a socket of the kind AF_UNIX that keeps message borders.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <span>

#include "support/descriptor.hpp"

namespace parallax {

// Of one message.
inline constexpr std::size_t most_passed_descriptors = 2;

// Sends one message; the descriptors stay open here. False if that fails, as when the peer has gone.
bool send_with_descriptors(int socket, std::span<const std::byte> message, std::span<const int> descriptors);

// Receives one message, and the descriptors that came with it, which are closed on exec, into the first of
// `descriptors`; what has no room there is closed. How long the message is, 0 if the peer has gone; -1 and
// errno if that fails.
ssize_t receive_with_descriptors(int socket, std::span<std::byte> message, std::span<Descriptor> descriptors);

}  // namespace parallax

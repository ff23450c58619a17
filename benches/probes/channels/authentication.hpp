// SPDX-License-Identifier: MIT
//
// Two ends of a connected stream socket prove to each other that they know the same key, without sending it:
// mutual challenge and response with HMAC-SHA256, as multiprocessing's listeners and clients do before the
// first message. Nothing is encrypted, and what comes later over the socket is not protected.
//
// Either both ends return, or none of them trusts the other: a peer that sends nothing, garbage, too much,
// too slowly or our own challenge back is refused. The socket stays the caller's, who should close it then.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <stdexcept>

namespace parallax {

class AuthenticationFailed : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// For the whole exchange, however many bytes arrive meanwhile.
inline constexpr std::chrono::milliseconds authentication_limit{10'000};

// Both throw AuthenticationFailed, or std::invalid_argument for an empty key.
void authenticate_as_listener(int socket, std::span<const std::byte> key,
                              std::chrono::milliseconds limit = authentication_limit);
void authenticate_as_client(int socket, std::span<const std::byte> key,
                            std::chrono::milliseconds limit = authentication_limit);

}  // namespace parallax

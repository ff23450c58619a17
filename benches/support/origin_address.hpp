// SPDX-License-Identifier: MIT
//
// Where the I/O-bound kernels send their requests: plain data, found out by the conductor once, so that no
// host has to resolve a name.
#pragma once

#include <sys/socket.h>
#include <sys/types.h>

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "benches/support/fixed_text.hpp"

namespace parallax {

struct OriginAddress {
  sockaddr_storage http{};  // its family is AF_UNSPEC if there is no origin
  socklen_t http_length = 0;
  sockaddr_storage echo{};  // always our own origin
  socklen_t echo_length = 0;
  // The Host header, and what to ask for. `{latency_us}`, `{bytes}` and `{seed}` in the target stand for the
  // values of the request.
  Text<256> host;
  Text<1024> target;
  pid_t process = 0;  // of our own origin, on the conductor's machine
  bool own = false;   // our own origin, whose pages are known; of any other the first answer is the right one
};
static_assert(std::is_trivially_copyable_v<OriginAddress>);

}  // namespace parallax

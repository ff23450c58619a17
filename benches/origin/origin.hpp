// SPDX-License-Identifier: MIT
//
// The origin: a process of its own with the local server that I/O kernels talk to. Being a process, its CPU
// time and its descriptors are nobody else's; being a child of the conductor, it ends with it.
#pragma once

#include <cstdint>

namespace parallax {

// The descriptor that the origin finds open: its parent's socket, which keeps message borders.
inline constexpr int origin_socket = 3;

// What the origin says to its parent, once, when it listens.
struct OriginPorts {
  std::uint16_t http = 0;  // GET /?latency_us=0&bytes=1024&seed=0 is answered with a page (see page.hpp)
  std::uint16_t echo = 0;  // sends back whatever it receives
};

// Where it listens unless told otherwise.
inline constexpr const char* loopback_address = "127.0.0.1";

// The hidden first argument that makes the program the origin; a second one is the IPv4 address it listens
// at, a third one the number of its threads.
inline constexpr const char* origin_argument = "--parallax-origin";

// Half of the processors that may be used, at least 1: a request costs the origin about as much as the worker
// that sends it.
int usual_origin_threads();

// The origin's whole life, until its parent closes the socket or ends, or SIGTERM comes; returns its exit
// status.
int origin_main(const char* address, int threads);

}  // namespace parallax

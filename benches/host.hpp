// SPDX-License-Identifier: MIT
//
// A host: a fresh process that owns one runtime for one cell. It receives one Order, does it, answers and
// ends.
#pragma once

namespace parallax {

// The descriptors a host finds open: the conductor's socket, and the file of the expected result.
inline constexpr int host_socket = 3;
inline constexpr int host_result_file = 4;

// The hidden first argument that makes the program a host.
inline constexpr const char* host_argument = "--parallax-host";

// The host's whole life; returns its exit status.
int host_main();

}  // namespace parallax

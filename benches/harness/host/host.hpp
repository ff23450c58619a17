// SPDX-License-Identifier: MIT
//
// A host: a fresh process that owns one runtime for one cell. It receives one Order, does it, answers and
// ends.
#pragma once

namespace parallax {

// The hidden first argument that makes the program a host.
inline constexpr const char* host_argument = "--parallax-host";

// The host's whole life; returns its exit status.
int host_main();

}  // namespace parallax

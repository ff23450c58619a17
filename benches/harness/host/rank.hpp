// SPDX-License-Identifier: MIT
//
// A rank of a launched host: rank 0 serves the conductor, over the launcher's standard input and output, and
// all others serve rank 0. All are this program.
#pragma once

namespace parallax {

// The hidden first argument that makes the program a rank.
inline constexpr const char* rank_argument = "--parallax-rank";

// A rank's whole life; returns its exit status.
int rank_main();

}  // namespace parallax

// SPDX-License-Identifier: MIT
#pragma once

namespace parallax::testing {

// Whether an MPI launcher has started this program; then it is rank 0.
bool launched();

// With how many workers at most tests make sense: as many as there are ranks.
int most_workers();

}  // namespace parallax::testing

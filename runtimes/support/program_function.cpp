// SPDX-License-Identifier: MIT
#include "runtimes/support/program_function.hpp"

namespace parallax {

void program_origin() {}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// What a round trip between two processes costs at least, with nothing around it: two cache lines that each
// side watches, and two pipes that carry eight bytes.
#pragma once

#include <memory>

#include "benches/probe.hpp"

namespace parallax {

std::unique_ptr<Probe> make_spin_floor(std::size_t trips);
std::unique_ptr<Probe> make_pipe_floor(std::size_t trips);

}  // namespace parallax

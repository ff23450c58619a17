// SPDX-License-Identifier: MIT
//
// Whoever reads the pipe that results are to be written to. To open a pipe that nobody reads waits for a reader and hears
// no signal, so a reader is waited for here.
#pragma once

#include <filesystem>

#include "benches/support/interruption.hpp"
#include "support/descriptor.hpp"

namespace parallax {

// Returns the pipe's end when somebody reads it; with it, it can be opened once more without waiting. Nothing if a signal
// came first, if `file` is no pipe, or if it cannot be opened, which whoever writes to it will tell.
Descriptor wait_for_reader(const std::filesystem::path& file, Interruption& interruption);

}  // namespace parallax

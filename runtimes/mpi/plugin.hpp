// SPDX-License-Identifier: MIT
//
// Finds and loads the plugin for the MPI library that this process was launched for.
#pragma once

#include <optional>
#include <string>

#include "runtimes/mpi/library.hpp"

namespace parallax {

// "openmpi" or "mpich", as the environment says that a launcher has made; PARALLAX_MPI_LIBRARY says it where
// launchers serve several (Slurm's). Nothing if this process is no rank.
std::optional<std::string> launched_for();

// Loads parallax_NAME.so, which lies beside this program, and with it the library, for good. Throws
// std::runtime_error in the words of the dynamic linker.
const MpiLibrary& load_mpi(const std::string& name);

}  // namespace parallax

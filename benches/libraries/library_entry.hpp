// SPDX-License-Identifier: MIT
//
// A kernel of a shared library as a row of the table of kernels.
#pragma once

#include "benches/libraries/library_table.hpp"

namespace parallax {

// As its library describes it. Stays as long as the process.
const KernelEntry& library_entry(const KernelDescription& description);
// As an order names it: all that a host has to know.
const KernelEntry& library_entry(const LibraryKernel& kernel);

}  // namespace parallax

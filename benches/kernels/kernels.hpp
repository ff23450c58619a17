// SPDX-License-Identifier: MIT
//
// The kernels of this program, by name. Every process of the same program has the same table, and the
// conductor also those of the shared libraries that it was given.
#pragma once

#include <span>
#include <string_view>

#include "benches/kernel.hpp"

namespace parallax {

std::span<const KernelEntry* const> kernels();
// Adds one that is not of the program but was given to it, while nobody uses a span that kernels() has
// returned. The entry must stay as long as the process.
void add_kernel(const KernelEntry& entry);

// A kernel whose library was not found when this program was built.
struct MissingKernel {
  std::string_view name;
  std::string_view reason;
};

std::span<const MissingKernel> missing_kernels();

// Null if there is none of this name.
const KernelEntry* find_kernel(std::string_view name);

}  // namespace parallax

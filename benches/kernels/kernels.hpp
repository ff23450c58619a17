// SPDX-License-Identifier: MIT
//
// The kernels of this program, by name. Every process of the same program has the same table.
#pragma once

#include <span>
#include <string_view>

#include "benches/kernel.hpp"

namespace parallax {

std::span<const KernelEntry* const> kernels();

// A kernel whose library was not found when this program was built.
struct MissingKernel {
  std::string_view name;
  std::string_view reason;
};

std::span<const MissingKernel> missing_kernels();

// Null if there is none of this name.
const KernelEntry* find_kernel(std::string_view name);

}  // namespace parallax

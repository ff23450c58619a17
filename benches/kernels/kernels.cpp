// SPDX-License-Identifier: MIT
//
// Compiled once per program: kernel_list.inc, made by CMake, has a line KERNEL(identifier) for each kernel's
// file.
#include "benches/kernels/kernels.hpp"

#include <array>

namespace parallax {

#define KERNEL(identifier) extern const KernelEntry kernel_##identifier;
#include "kernel_list.inc"
#undef KERNEL

std::span<const KernelEntry* const> kernels() {
#define KERNEL(identifier) &kernel_##identifier,
  static constexpr std::array entries{
#include "kernel_list.inc"
  };
#undef KERNEL
  return entries;
}

const KernelEntry* find_kernel(std::string_view name) {
  for (const KernelEntry* entry : kernels()) {
    if (entry->facts.name == name) return entry;
  }
  return nullptr;
}

}  // namespace parallax

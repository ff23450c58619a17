// SPDX-License-Identifier: MIT
//
// Compiled once per program: kernel_list.inc, made by CMake, has a line KERNEL(identifier) for each kernel's
// file, and missing_kernels.inc a line MISSING(name, reason) for each that could not be compiled.
#include "benches/kernels/kernels.hpp"

#include <array>
#include <vector>

namespace parallax {

#define KERNEL(identifier) extern "C" const KernelEntry parallax_kernel_##identifier;
#include "kernel_list.inc"
#undef KERNEL

namespace {

std::vector<const KernelEntry*>& entries() {
#define KERNEL(identifier) &parallax_kernel_##identifier,
  static std::vector<const KernelEntry*> all{
#include "kernel_list.inc"
  };
#undef KERNEL
  return all;
}

}  // namespace

std::span<const KernelEntry* const> kernels() { return entries(); }
void add_kernel(const KernelEntry& entry) { entries().push_back(&entry); }

std::span<const MissingKernel> missing_kernels() {
#define MISSING(name, reason) MissingKernel{name, reason},
  // The last entry keeps the array from being empty where nothing is missing.
  static constexpr std::array entries{
#include "missing_kernels.inc"
      MissingKernel{}};
#undef MISSING
  return std::span(entries).first(entries.size() - 1);
}

const KernelEntry* find_kernel(std::string_view name) {
  for (const KernelEntry* entry : kernels()) {
    if (entry->facts.name == name) return entry;
  }
  return nullptr;
}

}  // namespace parallax

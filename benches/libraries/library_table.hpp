// SPDX-License-Identifier: MIT
//
// What a shared library offers: the kernels of its table, or one of its functions as a kernel. Everything that
// can be wrong with a table is found here, before anything of it is used.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "benches/kernel.hpp"
#include "benches/libraries/library.hpp"
#include "benches/support/library_kernel.hpp"
#include "parallax/parallax.h"

namespace parallax {

inline constexpr const char* library_entry_point = "parallax_kernels_v1";

// A kernel as those must know it who have not loaded its library: plain data.
struct KernelDescription {
  LibraryKernel kernel;
  Text<256> summary;
  std::array<Text<32>, max_parameters> parameters;
  std::array<Case, 32> cases;
  std::size_t case_count = 0;
};
static_assert(std::is_trivially_copyable_v<KernelDescription>);

// Loads the library and describes what is asked for: with Form::table all kernels of its table, else the
// function whose name the kernel has. Of `asked` only form, name and path count. Throws LibraryError.
std::vector<KernelDescription> describe(const LibraryKernel& asked);

// The entry of a kernel in its library's table, in this process. Throws LibraryError.
const parallax_kernel& entry_of(const Library& library, const LibraryKernel& kernel);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// Which kernel of which shared library: plain data that means the same in every process, as a ProgramFunction
// does for functions of the program. A library is at another address in every process, so a function of it is
// named by its distance from where the library begins, and the library by its path and the digest of its
// bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "benches/support/fixed_text.hpp"

namespace parallax {

struct LibraryKernel {
  enum class Form : std::uint8_t {
    none,      // the kernel is not of a library
    integers,  // uint64_t f(uint64_t), of an item's index
    reals,     // double f(double), likewise
    table      // of the table that parallax_kernels_v1() returns (include/parallax/parallax.h)
  };

  Form form = Form::none;
  Text<64> name;                       // of the kernel
  Text<1024> path;                     // absolute
  std::array<std::byte, 32> sha256{};  // of the library's file
  std::int64_t distance = 0;           // of the function, or of parallax_kernels_v1()
};

}  // namespace parallax

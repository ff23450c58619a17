// SPDX-License-Identifier: MIT
//
// A kernel of a shared library as work: its data are made in every process that is a program of its own, its
// items are called where the library lies there.
#pragma once

#include "benches/kernel.hpp"
#include "benches/support/library_kernel.hpp"

namespace parallax {

// Of Inputs::library. Throws LibraryError if the library is another one than it was, cannot be loaded, or
// does not make its data; std::runtime_error if results need more memory than there is.
std::unique_ptr<Work> prepare_library_work(const Case& parameters, const Inputs& inputs, Arena& arena);

}  // namespace parallax

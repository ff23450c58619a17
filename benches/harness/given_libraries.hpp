// SPDX-License-Identifier: MIT
//
// Shared libraries that the command line gives (--function, --load): a host loads each of them and says what
// it offers, and their kernels are added to the program's table. So the conductor runs no code of theirs.
#pragma once

#include <string>
#include <vector>

#include "benches/harness/conductor/conductor.hpp"
#include "benches/harness/context.hpp"
#include "benches/harness/options.hpp"
#include "benches/support/library_kernel.hpp"

namespace parallax {

// "LIB:SYMBOL" or "LIB:SYMBOL:double". Throws UsageError.
LibraryKernel function_of(const std::string& text);

// Returns the names of the kernels that were added. Throws UsageError if a library does not offer what was
// asked for, cannot be loaded, or has a kernel with a name that is taken.
std::vector<std::string> add_given_libraries(const Options& options, Conductor& conductor);

// Which library each of these kernels is of: facts of a result.
ContextEntries library_facts();

}  // namespace parallax

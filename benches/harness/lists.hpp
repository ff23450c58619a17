// SPDX-License-Identifier: MIT
//
// What there is to measure, for people: --list-runtimes, --list-kernels, --list-probes. Names stand at the
// beginnings of lines, everything else is indented.
#pragma once

#include <cstddef>
#include <string>

#include "benches/harness/context.hpp"
#include "benches/harness/options.hpp"

namespace parallax {

// `missing_here`: runtimes that this machine cannot run, and why.
std::string list_of_runtimes(const ContextEntries& missing_here, std::size_t columns);
std::string list_of_kernels(const Options& options, std::size_t columns);
std::string list_of_probes(std::size_t columns);

}  // namespace parallax

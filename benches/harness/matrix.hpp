// SPDX-License-Identifier: MIT
//
// Which cells the command line asks for. Everything impossible is found here, before anything is measured.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/options.hpp"
#include "runtimes/support/topology.hpp"

namespace parallax {

// Why a kernel or probe has no cells of a size or parameter that the command line asks for.
struct Refusal {
  std::string_view subject;
  std::string why;
};

// All cells of the asked runtimes, workers, sizes, grains and parameters, in the order kernel, case, runtime,
// workers; controls stand beside their twins. `serial` comes with one worker only, and always comes with one,
// for it is what the others are compared with. Then, if no runtimes are asked for, those of all probes. Left
// out unless their number of workers is asked for: cells that would wait for more than a second, and those
// that make no sense to their kernel (Guidance), those that have more workers than chunks or than their
// runtime is made for; unless their runtime is asked for: those with more chunks
// than it is made for, those of a twin that has the inputs already if there are none, and those of ranks
// where nothing can launch them; and trees and graphs under those that do none. Throws UsageError.
//
// How many workers cases get by default is fitted to the machine.
std::vector<Cell> matrix(const Options& options, const Topology& machine = this_topology());
// The same. What kernels and probes do not take is left out, and `refused` says so.
std::vector<Cell> matrix(const Options& options, std::vector<Refusal>& refused,
                         const Topology& machine = this_topology());

// The kernel's own cases: fitted to the machine, unless --same-cases is given.
std::vector<Case> cases_of(const KernelEntry& kernel, const Options& options, const Topology& machine);

}  // namespace parallax

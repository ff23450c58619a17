// SPDX-License-Identifier: MIT
//
// How a kernel guides the choice of what is measured of it.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "benches/kernel_facts.hpp"
#include "runtimes/support/topology.hpp"
#include "support/saturated.hpp"

namespace parallax {

// What a kernel knows about its cases, for the matrix and the conductor: static functions of the kernel, each
// of which it may leave out.
struct Guidance {
  // How long an item waits, at least. Such items are worth more workers than there are processors, as many as
  // there are items; cases that could not end within a while are not measured by default.
  std::chrono::nanoseconds (*waiting)(const Case&) = [](const Case&) { return std::chrono::nanoseconds(0); };
  // The numbers of workers to measure with by default, where 1, 2, 4, ... would not make sense; empty: they
  // do. `serial` is measured only if 1 is among them. Any other number that is asked for must work as well.
  std::vector<int> (*workers)(const Case&) = [](const Case&) { return std::vector<int>(); };
  // A case as it is measured by default on this machine: with chunks enough for its workers, with more memory than
  // its caches hold.
  Case (*fitted)(Case, const Topology&) = [](Case parameters, const Topology&) { return parameters; };
  // A case with the same result that takes less time, for the one that makes the serial answer.
  Case (*reference_case)(Case) = [](Case parameters) { return parameters; };

  // How long a case waits at least with this many workers.
  std::chrono::nanoseconds least_time(const Case& parameters, int count) const {
    const auto at_once = static_cast<std::size_t>(count);
    return saturated_product(waiting(parameters), (parameters.size + at_once - 1) / at_once);
  }

  template <class K>
  static constexpr Guidance of() {
    Guidance guidance;
    if constexpr (requires(const Case& parameters) { K::waiting(parameters); }) guidance.waiting = K::waiting;
    if constexpr (requires(const Case& parameters) { K::workers(parameters); }) guidance.workers = K::workers;
    if constexpr (requires(const Case& parameters, const Topology& machine) {
                    K::fitted(parameters, machine);
                  })
      guidance.fitted = K::fitted;
    if constexpr (requires(const Case& parameters) { K::reference_case(parameters); })
      guidance.reference_case = K::reference_case;
    return guidance;
  }
};

}  // namespace parallax

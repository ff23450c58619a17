// SPDX-License-Identifier: MIT
//
// How a host measures: inputs before workers, verification before timing and after it. METHOD.md tells it to
// people.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>

#include "benches/harness/host/execution.hpp"
#include "benches/harness/protocol.hpp"
#include "benches/kernel.hpp"
#include "benches/probe.hpp"

namespace parallax {

// What was computed is not the answer.
class WrongResult : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// How a kernel's jobs are done: by a runtime, or by the control that was written by hand in its place.
struct Strategy {
  std::function<std::unique_ptr<AnyRuntime>(const Settings&)> start;
  bool is_counted = true;     // it goes through the common interface, so that its chunks can be counted
  bool is_elsewhere = false;  // what items leave beside their results is seen by the workers alone
  bool steals = false;        // see Facts
};

// Makes a kernel's data; every rank makes its own.
std::unique_ptr<Work> prepare(const KernelEntry& kernel, const Order& order, Arena& arena);

// All of these throw WrongResult, NotSupported, or what the measured code throws.
Measurement measure_kernel(const KernelEntry& kernel, const Strategy& strategy, const Order& order,
                           const ConductorLink& conductor);
// The same for a probe, which checks itself.
Measurement measure_probe(const ProbeEntry& entry, const Order& order, const ConductorLink& conductor);
// The serial answer, kept by the conductor for all later hosts of the same kernel and case, and what one run
// of it took.
Measurement make_reference(const KernelEntry& kernel, const Strategy& serial, const Order& order,
                           const ConductorLink& conductor);

}  // namespace parallax

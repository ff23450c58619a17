// SPDX-License-Identifier: MIT
#include "benches/harness/subject.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "benches/harness/protocol.hpp"
#include "benches/kernels/kernels.hpp"
#include "benches/probes/probes.hpp"
#include "runtimes/registry.hpp"

namespace parallax {

Measurement Subject::make_reference(const Order&, const ConductorLink&) const {
  throw std::logic_error(fmt::format("{} has no serial answer", kernel()));
}

void Subject::release(Ranks&) const {
  throw std::logic_error(fmt::format("{}/{} is not for ranks", kernel(), runtime()));
}

void Subject::serve(const Order&, Ranks&) const {
  throw std::logic_error(fmt::format("{}/{} is not for ranks", kernel(), runtime()));
}

std::shared_ptr<const Subject> subject_named(std::string_view kernel, std::string_view runtime,
                                             bool control) {
  if (const ProbeEntry* const probe = find_probe(kernel)) return probe_subject(*probe, runtime);
  const KernelEntry* const work = find_kernel(kernel);
  if (!work) throw std::runtime_error(fmt::format("no kernel '{}' in this program", kernel));
  const RuntimeEntry* const twin = find_runtime(runtime);
  if (!twin) throw std::runtime_error(fmt::format("no runtime '{}' in this program", runtime));
  if (!control) return kernel_subject(*work, *twin);
  const Control* const by_hand = find_control(kernel, runtime);
  if (!by_hand) throw std::runtime_error(fmt::format("no control of {}/{} in this program", kernel, runtime));
  return control_subject(*work, *by_hand, *twin);
}

}  // namespace parallax

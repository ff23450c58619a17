// SPDX-License-Identifier: MIT
#include "benches/harness/subject.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "benches/harness/protocol.hpp"
#include "benches/kernels/kernels.hpp"
#include "benches/libraries/library_entry.hpp"
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

std::shared_ptr<const Subject> subject_of(const Order& order) {
  const std::string_view kernel = order.kernel, runtime = order.runtime;
  if (const ProbeEntry* const probe = find_probe(kernel)) return probe_subject(*probe, runtime);
  const bool is_ours = order.library.form == LibraryKernel::Form::none;
  const KernelEntry* const work = is_ours ? find_kernel(kernel) : &library_entry(order.library);
  if (!work) throw std::runtime_error(fmt::format("no kernel '{}' in this program", kernel));
  const RuntimeEntry* const twin = find_runtime(runtime);
  if (!twin) throw std::runtime_error(fmt::format("no runtime '{}' in this program", runtime));
  if (!order.control) return kernel_subject(*work, *twin);
  const Control* const by_hand = find_control(kernel, runtime);
  if (!by_hand) throw std::runtime_error(fmt::format("no control of {}/{} in this program", kernel, runtime));
  return control_subject(*work, *by_hand, *twin);
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "benches/harness/known_names.hpp"

#include <algorithm>

#include "benches/kernels/kernels.hpp"
#include "benches/probes/probes.hpp"
#include "runtimes/registry.hpp"

namespace parallax {
namespace {

std::vector<std::string> kernels_and_probes() {
  std::vector<std::string> names{"control"};  // in front of what is written by hand
  for (const KernelEntry* kernel : kernels()) names.emplace_back(kernel->facts.name);
  for (const ProbeEntry* probe : probes()) names.emplace_back(probe->facts.name);
  return names;
}

std::vector<std::string> runtimes_and_mechanisms() {
  std::vector<std::string> names;
  for (const RuntimeEntry* runtime : runtimes()) names.emplace_back(runtime->facts.name);
  for (const ProbeEntry* probe : probes()) {
    for (const Mechanism& mechanism : probe->mechanisms()) names.emplace_back(mechanism.name);
  }
  return names;
}

bool has_name(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool is_kernel_or_probe(std::string_view name) { return has_name(kernels_and_probes(), name); }
bool is_runtime_or_mechanism(std::string_view name) { return has_name(runtimes_and_mechanisms(), name); }

std::vector<std::string> all_names() {
  std::vector<std::string> names = kernels_and_probes();
  for (std::string& name : runtimes_and_mechanisms()) {
    if (!has_name(names, name)) names.push_back(std::move(name));
  }
  return names;
}

std::optional<std::string> why_missing(std::string_view name) {
  for (const MissingKernel& missing : missing_kernels()) {
    if (missing.name == name) return std::string(missing.reason);
  }
  for (const MissingRuntime& missing : missing_runtimes()) {
    if (missing.name == name) return std::string(missing.reason);
  }
  return std::nullopt;
}

}  // namespace parallax

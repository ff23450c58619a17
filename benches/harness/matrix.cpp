// SPDX-License-Identifier: MIT
#include "benches/harness/matrix.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <set>

#include "benches/control/control.hpp"
#include "benches/harness/parameter_check.hpp"
#include "benches/kernels/kernels.hpp"
#include "benches/probes/probes.hpp"
#include "runtimes/registry.hpp"
#include "support/suggestion.hpp"

namespace parallax {
namespace {

// Waiting needs no processor: items that wait are also measured with this many workers, as far as there are
// items and the runtime is made for so many.
constexpr std::array waiting_workers{8, 64, 512, 10'000};

// A cell that must take longer than this is measured only if its number of workers is asked for.
constexpr std::chrono::seconds longest_wait{1};

// "did you mean fork?", or all that there are.
std::string choice(const std::string& typed, const std::vector<std::string>& known) {
  const std::string meant = nearest(typed, known);
  return meant.empty() ? fmt::format("there are {}", fmt::join(known, ", "))
                       : fmt::format("did you mean {}?", meant);
}

std::vector<const RuntimeEntry*> asked_runtimes(const Options& options) {
  std::vector<const RuntimeEntry*> asked;
  const auto no_launcher = Launcher(options.mpi_launcher).missing();
  for (const std::string& name : options.runtimes) {
    for (const MissingRuntime& missing : missing_runtimes()) {
      if (missing.name == name)
        throw UsageError(fmt::format("--runtimes: {} is missing in this build: {}", name, missing.reason));
    }
    const RuntimeEntry* entry = find_runtime(name);
    if (!entry) {
      std::vector<std::string> names;
      for (const RuntimeEntry* known : runtimes()) names.emplace_back(known->facts.name);
      throw UsageError(fmt::format("--runtimes: there is no runtime '{}'; {}", name, choice(name, names)));
    }
    if (entry->facts.launched && no_launcher)
      throw UsageError(fmt::format("--runtimes: {}: {}", name, *no_launcher));
    if (std::find(asked.begin(), asked.end(), entry) == asked.end()) asked.push_back(entry);
  }
  if (asked.empty()) {
    asked.assign(runtimes().begin(), runtimes().end());
    if (no_launcher) std::erase_if(asked, [](const RuntimeEntry* entry) { return entry->facts.launched; });
  }
  return asked;
}

// Nobody learns anything of workers who cannot have a chunk. A tree has none.
std::size_t most_at_work(const KernelEntry& kernel, const Case& parameters) {
  if (kernel.nodes) return std::numeric_limits<std::size_t>::max();
  MapJob job;
  job.items = parameters.size;
  job.grain = parameters.grain;
  return std::max<std::size_t>(1, chunk_count(job));
}

std::vector<int> default_workers(const KernelEntry& kernel, const Case& parameters, const Facts& runtime,
                                 const Topology& machine) {
  std::vector<int> workers = kernel.guidance.workers(parameters);
  if (!workers.empty()) return workers;
  workers = worker_counts(machine);
  if (kernel.guidance.waiting(parameters) > std::chrono::nanoseconds(0))
    workers.insert(workers.end(), waiting_workers.begin(), waiting_workers.end());
  const std::size_t most = most_at_work(kernel, parameters);
  std::erase_if(workers, [&](int n) {
    return static_cast<std::size_t>(n) > most || n > runtime.most_workers ||
           kernel.guidance.least_time(parameters, n) > longest_wait;
  });
  return workers;
}

std::vector<int> asked_workers(const Options& options, const KernelEntry& kernel, const Case& parameters,
                               const Facts& runtime, const Topology& machine) {
  std::vector<int> workers = options.workers;
  if (runtime.name == "serial") {
    // What the others are compared with: with one worker, whatever was asked for, if that makes sense.
    const bool asked = std::find(workers.begin(), workers.end(), 1) != workers.end();
    workers = asked ? workers : default_workers(kernel, parameters, runtime, machine);
    std::erase_if(workers, [](int n) { return n != 1; });
  } else if (workers.empty()) {
    workers = default_workers(kernel, parameters, runtime, machine);
  }
  std::sort(workers.begin(), workers.end());
  workers.erase(std::unique(workers.begin(), workers.end()), workers.end());
  return workers;
}

using Parameters = std::array<Parameter, max_parameters>;

void refuse(std::vector<Refusal>& refused, std::string_view whose, std::string why) {
  const auto same = [&](const Refusal& one) { return one.subject == whose && one.why == why; };
  if (std::none_of(refused.begin(), refused.end(), same)) refused.push_back({whose, std::move(why)});
}

// Replaces what the command line replaces; the product of all lists, in their order, without duplicates. What a kernel or
// probe, `whose` these parameters are, does not take goes to `refused`.
std::vector<Case> asked_cases(const Options& options, std::vector<Case> cases, std::string_view whose,
                              const Parameters& parameters, std::vector<Refusal>& refused) {
  if (options.smoke && !cases.empty()) {
    const auto smaller = [](const Case& a, const Case& b) { return a.size < b.size; };
    cases = {*std::min_element(cases.begin(), cases.end(), smaller)};
  }
  const auto replace = [&](const auto& values, auto set) {
    if (values.empty()) return;
    std::vector<Case> product;
    for (const Case& one : cases) {
      for (const auto value : values) {
        Case changed = one;
        set(changed, value);
        if (std::find(product.begin(), product.end(), changed) == product.end()) product.push_back(changed);
      }
    }
    cases = product;
  };
  replace(options.sizes, [](Case& changed, std::size_t size) { changed.size = size; });
  replace(options.grains, [](Case& changed, std::size_t grain) { changed.grain = grain; });
  for (std::size_t i = 0; i < max_parameters; ++i) {
    const auto values = options.parameters.find(std::string(parameters[i].name));
    if (values != options.parameters.end())
      replace(values->second, [i](Case& changed, std::uint64_t value) { changed.values[i] = value; });
  }
  std::erase_if(cases, [&](const Case& changed) {
    auto why = out_of_range(whose, parameters, changed);
    if (why) refuse(refused, whose, *std::move(why));
    return why.has_value();
  });
  return cases;
}

void require_known_parameters(const Options& options) {
  std::set<std::string_view> known;
  const auto add = [&](const Parameters& parameters) {
    for (const Parameter& parameter : parameters) known.insert(parameter.name);
  };
  for (const KernelEntry* kernel : kernels()) add(kernel->facts.parameters);
  for (const ProbeEntry* probe : probes()) add(probe->facts.parameters);
  known.erase("");
  for (const auto& [name, values] : options.parameters) {
    if (!known.count(name))
      throw UsageError(fmt::format("--parameter: no kernel has '{}'; {}", name,
                                   choice(name, {known.begin(), known.end()})));
  }
}

// By default.
bool worth_measuring(const KernelEntry& kernel, const RuntimeEntry& runtime, const MapJob& job) {
  if (kernel.nodes && !runtime.trees) return false;
  if (kernel.tasks && !runtime.graphs) return false;
  if (kernel.shares_memory && runtime.facts.shares_nothing) return false;
  if (runtime.facts.inputs_resident && !kernel.has_inputs) return false;
  return chunk_count(job) <= runtime.facts.most_chunks;
}

// Nothing, which `refused` then explains, if there are no such items: a graph is too narrow for its pattern.
std::optional<std::size_t> items_of(const KernelEntry& kernel, const Case& parameters,
                                    std::vector<Refusal>& refused) {
  try {
    return kernel.items(parameters);
  } catch (const NotSupported& reason) {
    refuse(refused, kernel.facts.name, fmt::format("{}: {}", kernel.facts.name, reason.what()));
    return std::nullopt;
  }
}

void add_kernels(const Options& options, const Topology& machine, std::vector<Cell>& cells,
                 std::vector<Refusal>& refused) {
  const auto runtimes = asked_runtimes(options);
  Options without_grains = options;  // for trees and graphs, which have no chunks
  without_grains.grains.clear();
  for (const KernelEntry* kernel : kernels()) {
    for (const Case& parameters :
         asked_cases(kernel->is_map() ? options : without_grains, cases_of(*kernel, options, machine),
                     kernel->facts.name, kernel->facts.parameters, refused)) {
      const auto items = items_of(*kernel, parameters, refused);
      if (!items) continue;
      for (const RuntimeEntry* runtime : runtimes) {
        MapJob job;
        job.items = *items;
        job.grain = parameters.grain;
        if (options.runtimes.empty() && !worth_measuring(*kernel, *runtime, job)) continue;
        const auto by_runtime = kernel_subject(*kernel, *runtime);
        const Control* control = find_control(kernel->facts.name, runtime->facts.name);
        if (control && control->is_for && !control->is_for(parameters.values)) control = nullptr;
        const auto by_hand = control ? control_subject(*kernel, *control, *runtime) : nullptr;
        for (const int workers : asked_workers(options, *kernel, parameters, runtime->facts, machine)) {
          cells.push_back({by_runtime, workers, parameters});
          if (by_hand) cells.push_back({by_hand, workers, parameters});
        }
      }
    }
  }
}

// How many workers take part belongs to a probe's case, and chunks it has none.
void add_probes(const Options& options, std::vector<Cell>& cells, std::vector<Refusal>& refused) {
  Options without_grains = options;
  without_grains.grains.clear();
  const auto no_launcher = Launcher(options.mpi_launcher).missing();
  for (const ProbeEntry* probe : probes()) {
    if (probe->facts.launched && no_launcher) continue;
    for (const Mechanism& mechanism : probe->mechanisms()) {
      const auto subject = probe_subject(*probe, mechanism.name);
      for (const Case& parameters : asked_cases(without_grains, probe->cases(mechanism.name),
                                                probe->facts.name, probe->facts.parameters, refused)) {
        const int workers = probe->workers(parameters);
        const auto& asked = options.workers;
        if (!asked.empty() && std::find(asked.begin(), asked.end(), workers) == asked.end()) continue;
        cells.push_back({subject, workers, parameters});
      }
    }
  }
}

// Of a program nobody knows more than what its words are told.
void add_commands(const Options& options, const Topology& machine, std::vector<Cell>& cells) {
  for (const Command& command : options.commands) {
    std::vector<int> workers = options.workers.empty() ? worker_counts(machine) : options.workers;
    if (!takes_workers(command)) workers = {1};
    for (const int n : workers) cells.push_back({command_subject(command), n, {.size = 1, .grain = 1}});
  }
}

}  // namespace

std::vector<Case> cases_of(const KernelEntry& kernel, const Options& options, const Topology& machine) {
  if (options.same_cases) return {kernel.cases.begin(), kernel.cases.end()};
  std::vector<Case> cases;
  for (const Case& parameters : kernel.cases) cases.push_back(kernel.guidance.fitted(parameters, machine));
  return cases;
}

std::vector<Cell> matrix(const Options& options, std::vector<Refusal>& refused, const Topology& machine) {
  if (!options.commands.empty()) {
    std::vector<Cell> cells;
    add_commands(options, machine, cells);
    return cells;
  }
  require_known_parameters(options);
  std::vector<Cell> cells;
  add_kernels(options, machine, cells, refused);
  if (options.runtimes.empty()) add_probes(options, cells, refused);
  return cells;
}

std::vector<Cell> matrix(const Options& options, const Topology& machine) {
  std::vector<Refusal> refused;
  return matrix(options, refused, machine);
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "benches/harness/lists.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "benches/harness/matrix.hpp"
#include "benches/harness/two_columns.hpp"
#include "benches/kernels/kernels.hpp"
#include "benches/probes/probes.hpp"
#include "runtimes/registry.hpp"
#include "support/plain_text.hpp"

namespace parallax {
namespace {

std::string runtimes_where(const char* title, std::size_t columns, auto belongs) {
  std::vector<NamedText> entries;
  for (const RuntimeEntry* entry : runtimes()) {
    const Facts& facts = entry->facts;
    if (!belongs(facts)) continue;
    const std::string library = facts.library.empty() ? "" : fmt::format(" [{}]", facts.library);
    entries.push_back({std::string(facts.name), std::string(facts.summary) + library});
  }
  return entries.empty() ? "" : fmt::format("\n{}\n", title) + in_two_columns(entries, 0, columns);
}

// Cases that differ in their grain only, as one: "size:65536 grain:1,4,16 multiply_adds:64".
std::vector<std::string> case_texts(const KernelEntry& kernel, const std::vector<Case>& cases) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < cases.size();) {
    const Case& first = cases[i];
    std::vector<std::size_t> grains;
    for (; i < cases.size() && cases[i].size == first.size && cases[i].values == first.values; ++i)
      grains.push_back(cases[i].grain);
    std::string text = fmt::format("size:{} grain:{}", first.size, fmt::join(grains, ","));
    for (std::size_t at = 0; at < max_parameters; ++at) {
      const auto name = kernel.facts.parameters[at].name;
      if (!name.empty())
        text += fmt::format(" {}:{}", name, value_text(kernel.facts, name, first.values[at]));
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

std::string list_of_runtimes(const ContextEntries& missing_here, std::size_t columns) {
  std::string lines = text::wrapped(
      "Runtimes: who does the work. ./bench NAME or --runtimes=NAME,NAME measures some of them.", columns, 2);
  lines += runtimes_where("In one process", columns,
                          [](const Facts& facts) { return !facts.processes && !facts.launched; });
  lines += runtimes_where("In several processes", columns,
                          [](const Facts& facts) { return facts.processes && !facts.launched; });
  lines += runtimes_where("On ranks, which an MPI launcher starts", columns,
                          [](const Facts& facts) { return facts.launched; });
  std::vector<NamedText> missing;
  for (const MissingRuntime& one : missing_runtimes())
    missing.push_back({std::string(one.name), fmt::format("missing in this build: {}", one.reason)});
  for (const auto& [name, reason] : missing_here)
    missing.push_back({name, fmt::format("missing here: {}", reason)});
  if (!missing.empty()) lines += "\nMissing\n" + in_two_columns(missing, 0, columns);
  return lines;
}

std::string list_of_kernels(const Options& options, std::size_t columns) {
  std::string lines = text::wrapped(
      "Kernels: what is done. ./bench NAME measures one, with these sizes (items) and grains (items per "
      "chunk), or with those of --sizes, --grains and --parameter.",
      columns, 2);
  const Topology machine = this_topology();
  for (const KernelEntry* kernel : kernels()) {
    lines += '\n' + in_two_columns({{std::string(kernel->facts.name), std::string(kernel->facts.summary)}}, 0,
                                   columns);
    for (const std::string& text : case_texts(*kernel, cases_of(*kernel, options, machine)))
      lines += text::wrapped("  " + text, columns, 4);
  }
  for (const MissingKernel& missing : missing_kernels())
    lines +=
        '\n' + in_two_columns(
                   {{std::string(missing.name), fmt::format("missing in this build: {}", missing.reason)}}, 0,
                   columns);
  return lines;
}

std::string list_of_probes(std::size_t columns) {
  std::string lines = text::wrapped(
      "Probes: single mechanisms under a load. ./bench NAME or ./bench NAME/MECHANISM measures them.",
      columns);
  for (const ProbeEntry* probe : probes()) {
    lines += '\n' + in_two_columns({{std::string(probe->facts.name), std::string(probe->facts.summary)}}, 0,
                                   columns);
    std::vector<NamedText> entries;
    for (const Mechanism& mechanism : probe->mechanisms())
      entries.push_back({std::string(mechanism.name), std::string(mechanism.summary)});
    lines += in_two_columns(entries, 2, columns);
  }
  return lines;
}

}  // namespace parallax

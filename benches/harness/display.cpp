// SPDX-License-Identifier: MIT
#include "benches/harness/display.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "benches/harness/build_info.hpp"
#include "benches/harness/console/console_table.hpp"
#include "benches/kernels/kernels.hpp"
#include "runtimes/registry.hpp"
#include "support/plain_text.hpp"
#include "support/terminal.hpp"

namespace parallax {
namespace {

constexpr std::size_t usual_columns = 100, fewest_columns = 40, most_columns = 160;

std::size_t columns_of(int descriptor) {
  return std::clamp(terminal_columns(descriptor).value_or(usual_columns), fewest_columns, most_columns);
}

bool wants_colour(const Options& options) {
  const auto colour = options.benchmark_flag("benchmark_color").value_or("auto");
  return colour == "auto" ? shows_colours(STDOUT_FILENO) : options.benchmark_switch("benchmark_color");
}

}  // namespace

bool shows_our_table(const Options& options) {
  return !options.benchmark_flag("benchmark_format") &&
         !options.benchmark_switch("benchmark_counters_tabular");
}

std::unique_ptr<benchmark::BenchmarkReporter> display(const Options& options,
                                                      const std::vector<Cell>& cells) {
  if (!shows_our_table(options))
    return std::unique_ptr<benchmark::BenchmarkReporter>(benchmark::CreateDefaultDisplayReporter());
  std::vector<ListedCell> listed;
  // Probes are what has no result to compare.
  for (const Cell& cell : cells) listed.push_back({cell.name(), !cell.subject->reference(cell.parameters)});
  return std::make_unique<ConsoleTable>(
      listed,
      TableStyle{.columns = columns_of(STDOUT_FILENO),
                 .colour = wants_colour(options),
                 .all_counters = options.all_counters,
                 .in_random_order = options.benchmark_switch("benchmark_enable_random_interleaving")});
}

std::string greeting(const Options& options, const ContextEntries& machine,
                     const ContextEntries& missing_here) {
  if (options.benchmark_flag("benchmark_format").value_or("console") != "console") return {};
  const auto fact = [&](std::string_view key) {
    for (const auto& [name, value] : machine) {
      if (name == key) return value;
    }
    return std::string("unknown");
  };
  std::string text;
  const auto add = [&, columns = columns_of(STDERR_FILENO)](const std::string& paragraph) {
    text += text::wrapped(paragraph, columns, text.empty() ? 0 : 2);
  };
  add(fmt::format("Parallax {}, commit {}{}, {}, {} build", build_info.version,
                  build_info.commit.substr(0, 12), build_info.dirty == "yes" ? " (with changes)" : "",
                  build_info.compiler, build_info.build_type));
  add(fmt::format("{}, {} usable CPUs, governor {}, virtual machine: {}", fact("cpu_model"),
                  fact("usable_cpus"), fact("governor"), fact("virtual_machine")));
  add("Every row is a fresh process, verified before and after it was timed.");
  const bool is_planned = options.budget || options.full;  // then every cell has several
  add(fmt::format(
      "Times are {}per iteration; CPU time is that of all workers, child processes too; speed-up is "
      "against `serial`.",
      is_planned                  ? "medians, "
      : options.repetitions() > 1 ? fmt::format("medians of {}, ", options.repetitions())
                                  : ""));
  for (const MissingRuntime& missing : missing_runtimes())
    add(fmt::format("Missing in this build: {} ({})", missing.name, missing.reason));
  for (const MissingKernel& missing : missing_kernels())
    add(fmt::format("Missing in this build: {} ({})", missing.name, missing.reason));
  for (const auto& [name, reason] : missing_here) add(fmt::format("Missing here: {} ({})", name, reason));
  return text + '\n';
}

}  // namespace parallax

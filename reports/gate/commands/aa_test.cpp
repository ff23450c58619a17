// SPDX-License-Identifier: MIT
// gate aa-test: whole runs on programs that do not differ; every regression that it finds is false.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "reports/command_line.hpp"
#include "reports/gate/commands/commands.hpp"
#include "reports/gate/commands/outputs.hpp"
#include "reports/gate/comparison_json.hpp"
#include "reports/gate/self_test/live_runs.hpp"
#include "support/standard_streams.hpp"

namespace parallax::reports::gate {
namespace {

namespace fs = std::filesystem;

struct NullOptions {
  Settings settings;
  std::string program, rebuilt, shifted, raw;
  std::size_t runs = 30;
  double time = 0;
};

// A copy lies elsewhere on the disk and in memory.
std::vector<Null> nulls(NullOptions& options, const fs::path& copy) {
  if (options.program.empty()) {
    const auto folder = fs::read_symlink("/proc/self/exe").parent_path();
    options.program = folder / "gate-specimen";
    options.rebuilt = folder / "gate-specimen-rebuilt";
    options.shifted = folder / "gate-specimen-shifted";
  }
  fs::copy_file(options.program, copy, fs::copy_options::overwrite_existing);
  const auto program = [](const std::string& file) { return Program{file, {}, {}, {}}; };
  std::vector<Null> all{{"copy", program(options.program), program(copy)}};
  if (!options.rebuilt.empty())
    all.push_back({"rebuilt", program(options.program), program(options.rebuilt)});
  if (!options.shifted.empty())
    all.push_back({"shifted", program(options.program), program(options.shifted)});
  return all;
}

int run(NullOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const Scratch scratch;
  const auto pairs = nulls(options, scratch.link(9999));
  if (!options.raw.empty()) fs::create_directories(options.raw);
  options.settings.measure_identical = true;
  options.settings.detectable = false;
  options.settings.progress = {};
  const auto progress = progress_line();
  Interruptions interruptions;
  Outputs outputs;
  int code = passed;
  std::vector<LiveRuns> all;
  for (const auto& null : pairs)
    all.push_back({.null = null.name,
                   .runs = 0,
                   .alarms = 0,
                   .invalid = 0,
                   .cells = 0,
                   .suspicious = 0,
                   .accused = {},
                   .empty = 0});
  for (std::size_t i = 0; i < options.runs; ++i) {
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (interruptions.signal() != 0 || (options.time > 0 && elapsed > options.time)) break;
    if (progress) progress(fmt::format("run {} of {}, {:.0f} s", i + 1, options.runs, elapsed));
    const auto& null = pairs[i % pairs.size()];
    ++options.settings.seed;
    try {
      const auto comparison = compare(null.base, null.head, options.settings, interruptions);
      if (interruptions.signal() != 0) break;  // one that its budget ended is a run all the same
      add_run(all[i % pairs.size()], comparison);
      if (!options.raw.empty())
        outputs.write(fs::path(options.raw) / fmt::format("{:04}-{}.json", i, null.name),
                      [&] { return to_json(comparison); });
    } catch (const std::system_error& error) {  // of the runs until then is told all the same
      end_progress();
      tell("gate: run {}: {}\n", i + 1, error.what());
      code = gave_up;
    }
    if (outputs.failed() || code != passed) break;
  }
  end_progress();
  outputs.print([&] { return live_text(all); });
  const bool any = std::any_of(all.begin(), all.end(), [](const LiveRuns& one) { return one.runs > 0; });
  if (code == passed && !any) code = not_judged;  // no alarm in no run
  return outputs.exit(code);
}

}  // namespace

Command add_aa_test(CLI::App& app) {
  const auto options = std::make_shared<NullOptions>();
  options->settings.seed = 1;
  add_measuring_options(app, options->settings);
  app.add_option("program", options->program,
                 "A benchmark program (default: the specimen that comes with gate)");
  app.add_option("--rebuilt", options->rebuilt, "The same program, built again");
  app.add_option("--shifted", options->shifted, "The same program with its code at other addresses");
  app.add_option("--runs", options->runs, "How many, over all kinds")
      ->check(whole_number_from(1, 100'000))
      ->capture_default_str();
  add_duration(app, "--time", options->time, "Begin no further run after this; 0: never");
  app.add_option("--raw", options->raw, "Keep every run as JSON in this folder");
  return [options] { return run(*options); };
}

}  // namespace parallax::reports::gate

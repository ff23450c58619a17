// SPDX-License-Identifier: MIT
// gate BASE HEAD: compares, prints, writes, and says by its exit code whether that is a regression.
#include "reports/gate/compare.hpp"

#include <fmt/format.h>

#include <memory>
#include <random>

#include "reports/gate/commands/commands.hpp"
#include "reports/gate/comparison_action.hpp"
#include "reports/gate/comparison_json.hpp"
#include "reports/gate/comparison_junit.hpp"
#include "reports/gate/comparison_markdown.hpp"
#include "reports/gate/comparison_text.hpp"
#include "reports/gate/history_file.hpp"
#include "reports/gate/history_view.hpp"
#include "reports/gate/null_runs.hpp"
#include "reports/html/gate_page.hpp"
#include "reports/html/sections_history.hpp"
#include "reports/output_file.hpp"
#include "reports/text/output.hpp"

namespace parallax::reports::gate {
namespace {

struct Options {
  std::string base, head, from, null_runs, history;
  std::vector<std::string> arguments;
  Settings settings;
  std::string json, markdown, junit, html, action, colour = "auto";
};

html::Markup history_of(const std::string& file) {
  if (file.empty()) return {};
  std::vector<std::string> torn;
  auto view = history_view(read_history(file, &torn));
  view.warnings.insert(view.warnings.end(), torn.begin(), torn.end());
  return html::history_section(view);
}

void write(const Comparison& comparison, const Options& options) {
  text::print(terminal(comparison, text::style_of_output(options.colour)));
  const auto into = [&](const std::string& file, const auto& text_of) {
    if (!file.empty()) write_whole(file, text_of());
  };
  into(options.json, [&] { return to_json(comparison); });
  into(options.markdown, [&] { return markdown(comparison); });
  into(options.junit, [&] { return to_junit(comparison); });
  into(options.html, [&] { return html::gate_page(comparison, history_of(options.history)); });
  into(options.action, [&] { return to_action_benchmark(comparison); });
}

Comparison measured(Options& options) {
  if (options.settings.seed == 0) options.settings.seed = std::random_device{}();
  if (!options.null_runs.empty()) options.settings.cell_thresholds = thresholds_from(options.null_runs);
  options.settings.progress = progress_line();
  Interruptions interruptions;
  auto comparison = compare({options.base, options.arguments, {}, {}},
                            {options.head, options.arguments, {}, {}}, options.settings, interruptions);
  comparison.command = invocation();
  end_progress();
  return comparison;
}

int run(Options& options) {
  if (options.from.empty() && (options.base.empty() || options.head.empty()))
    throw CLI::RequiredError("BASE and HEAD, or --from,");
  const auto comparison = options.from.empty() ? measured(options) : read_comparison(options.from);
  write(comparison, options);
  return exit_of(comparison);
}

}  // namespace

Command add_compare(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("base", options->base, "The program as it was: any Google Benchmark program");
  app.add_option("head", options->head, "The program as it is now");
  app.add_option("arguments", options->arguments, "For both of them, after \"--\"");
  add_measuring_options(app, options->settings);
  app.add_flag("--strict", options->settings.strict,
               "Exit code 3 also if cells are inconclusive or left out");
  app.add_flag("--allow-removed", options->settings.allow_removed, "Benchmarks may vanish");
  app.add_flag("--measure-identical", options->settings.measure_identical,
               "Measure also programs with the same code");
  app.add_option("--most-workers", options->settings.most_workers,
                 "Judge cells with so many workers at most (default: usable processors)");
  app.add_option("--json", options->json,
                 "Write everything, raw samples too (comparison.schema.json describes it)");
  app.add_option("--markdown", options->markdown, "Write a comment for a pull request");
  app.add_option("--junit", options->junit, "Write JUnit XML");
  app.add_option("--html", options->html, "Write a page with charts");
  app.add_option("--history", options->history, "For --html: the history to show too (JSON Lines)")
      ->check(CLI::ExistingFile);
  app.add_option("--action-benchmark", options->action,
                 "Write what github-action-benchmark reads (customSmallerIsBetter)");
  app.add_option("--null-runs", options->null_runs,
                 "A folder that gate aa-test --raw has filled: noisy cells get a larger threshold")
      ->check(CLI::ExistingDirectory);
  app.add_option("--from", options->from, "Measure nothing: write outputs from such a JSON file");
  app.add_option("--color", options->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  return [options] { return run(*options); };
}

}  // namespace parallax::reports::gate

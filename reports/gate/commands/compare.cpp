// SPDX-License-Identifier: MIT
// gate BASE HEAD: compares, prints, writes, and says by its exit code whether that is a regression.
#include "reports/gate/compare.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <random>

#include "reports/command_line.hpp"
#include "reports/gate/commands/commands.hpp"
#include "reports/gate/commands/outputs.hpp"
#include "reports/gate/comparison_action.hpp"
#include "reports/gate/comparison_json.hpp"
#include "reports/gate/comparison_junit.hpp"
#include "reports/gate/comparison_markdown.hpp"
#include "reports/gate/comparison_text.hpp"
#include "reports/gate/comparison_wording.hpp"
#include "reports/gate/history_file.hpp"
#include "reports/gate/history_view.hpp"
#include "reports/gate/null_runs.hpp"
#include "reports/html/gate_page.hpp"
#include "reports/html/sections_history.hpp"
#include "reports/text/output.hpp"
#include "support/standard_streams.hpp"
#include "support/suggestion.hpp"

namespace parallax::reports::gate {
namespace {

struct CompareOptions {
  std::string base, head, from, null_runs, history, whole;
  std::vector<std::string> arguments;
  Settings settings;
  std::string json, markdown, junit, html, action, colour = "auto";
};

// Read before anything is measured: it may be none.
html::Markup history_of(const std::string& file) {
  if (file.empty()) return {};
  std::vector<std::string> torn;
  auto view = history_view(read_history(file, &torn));
  view.warnings.insert(view.warnings.end(), torn.begin(), torn.end());
  return html::history_section(view);
}

// The same file may be read and written again as JSON: the same comes out.
void require_outputs(const CompareOptions& options) {
  const std::vector<NamedFile> others{{"--markdown", options.markdown},
                                      {"--junit", options.junit},
                                      {"--html", options.html},
                                      {"--action-benchmark", options.action}};
  auto all = others;
  all.insert(all.begin(), {"--json", options.json});
  require_writable(
      all, {{"the base", options.base}, {"the head", options.head}, {"the history", options.history}});
  require_writable(others, {{"the comparison", options.from}});
}

// Everything first that can be made from the first, which has all that was measured; the terminal last.
int write(const Comparison& comparison, const CompareOptions& options, const html::Markup& history) {
  Outputs outputs;
  outputs.write(options.json, [&] { return to_json(comparison); });
  outputs.write(options.markdown, [&] { return markdown(comparison); });
  outputs.write(options.junit, [&] { return to_junit(comparison); });
  outputs.write(options.html, [&] { return html::gate_page(comparison, history); });
  outputs.write(options.action, [&] { return to_action_benchmark(comparison); });
  outputs.print([&] { return terminal(comparison, text::style_of_output(options.colour)); });
  const auto code = outputs.exit(exit_of(comparison));
  if (outputs.failed()) tell("gate: otherwise the exit code would have been {}\n", exit_sentence(comparison));
  return code;
}

// Of whole programs: what measures them, which lies beside this one.
std::vector<std::string> measured_by(const CompareOptions& options) {
  if (options.whole.empty()) return {};
  const auto name_of = [](const std::string& file) { return std::filesystem::path(file).filename(); };
  if (name_of(options.base) != name_of(options.head))
    throw WrongUse(fmt::format(
        "{} and {} have different names, by which whole programs are told apart: give both the same name, in "
        "two folders",
        options.base, options.head));
  const auto bench = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "bench";
  if (std::error_code error; !std::filesystem::exists(bench, error))
    throw WrongUse(fmt::format("whole programs are measured by {}, which is not there", bench.string()));
  return {bench.string(), "--workers=" + options.whole};
}

Comparison measured(CompareOptions& options) {
  if (options.settings.seed == 0) options.settings.seed = std::random_device{}();
  if (!options.null_runs.empty()) options.settings.cell_thresholds = thresholds_from(options.null_runs);
  options.settings.progress = progress_line();
  Interruptions interruptions;
  const auto by = measured_by(options);
  auto comparison = compare({options.base, options.arguments, {}, {}, by},
                            {options.head, options.arguments, {}, {}, by}, options.settings, interruptions);
  comparison.command = invocation();
  end_progress();
  return comparison;
}

// A word that is near the name of a subcommand was meant as one, if no file has that name.
void require_programs(const CompareOptions& options) {
  std::error_code error;
  const auto command = nearest(options.base, {"aa-test", "inject-test", "history"});
  const bool is_there = options.base.empty() || std::filesystem::exists(options.base, error);
  if (!command.empty() && !is_there)
    throw CLI::ValidationError(
        fmt::format("{}: there is no such program; did you mean gate {}?", options.base, command));
  if (options.head.empty() && !is_there && options.base.find('/') == std::string::npos)
    throw CLI::ValidationError(fmt::format(
        "{0}: there is no such program; if it is a commit, scripts/gate {0} compares with it", options.base));
  if (options.head.empty())
    throw CLI::ValidationError(
        options.base.empty()
            ? "two programs are missing: gate BASE HEAD"
            : fmt::format("the program to compare with {0} is missing: gate {0} HEAD", options.base));
}

int run(CompareOptions& options) {
  if (options.from.empty()) require_programs(options);
  require_outputs(options);
  const auto history = history_of(options.history);
  const auto comparison = options.from.empty() ? measured(options) : read_comparison(options.from);
  return write(comparison, options, history);
}

}  // namespace

Command add_compare(CLI::App& app) {
  const auto options = std::make_shared<CompareOptions>();
  app.add_option("base", options->base, "The program as it was: any Google Benchmark program")
      ->type_name("FILE");
  app.add_option("head", options->head, "The program as it is now")->type_name("FILE");
  app.add_option("arguments", options->arguments, "For both of them, after \"--\"");
  app.add_option("--whole-programs", options->whole,
                 "The programs are no benchmarks but do whole jobs: measured with so many workers, which "
                 "{workers} behind \"--\" tells them")
      ->type_name("WORKERS");
  add_measuring_options(app, options->settings);
  app.add_flag("--strict", options->settings.strict,
               "Exit code 3 also if cells are inconclusive or left out");
  app.add_flag("--allow-removed", options->settings.allow_removed, "Benchmarks may vanish");
  app.add_flag("--measure-identical", options->settings.measure_identical,
               "Measure also programs with the same code");
  app.add_option("--most-workers", options->settings.most_workers,
                 "Judge cells with so many workers at most (default: usable processors)")
      ->check(whole_number_from(1, 1'000'000));
  const auto file = [&](const char* name, std::string& variable, const char* help) {
    return app.add_option(name, variable, help)->type_name("FILE");
  };
  file("--json", options->json, "Write everything, raw samples too (comparison.schema.json describes it)");
  file("--markdown", options->markdown, "Write a comment for a pull request");
  file("--junit", options->junit, "Write JUnit XML");
  file("--html", options->html, "Write a page with charts");
  file("--history", options->history, "For --html: the history to show too (JSON Lines)")
      ->check(existing_file());
  file("--action-benchmark", options->action,
       "Write what github-action-benchmark reads (customSmallerIsBetter)");
  file("--null-runs", options->null_runs,
       "A folder that gate aa-test --raw has filled: noisy cells get a larger threshold")
      ->type_name("FOLDER")
      ->check(existing_folder());
  file("--from", options->from, "Measure nothing: write outputs from such a JSON file");
  app.add_option("--color", options->colour, "Colours: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
      ->type_name("WHEN")
      ->capture_default_str();
  return [options] { return run(*options); };
}

}  // namespace parallax::reports::gate

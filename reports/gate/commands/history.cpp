// SPDX-License-Identifier: MIT
// gate history append | show.
#include <fmt/format.h>

#include <memory>

#include "reports/command_line.hpp"
#include "reports/gate/commands/commands.hpp"
#include "reports/gate/commands/outputs.hpp"
#include "reports/gate/compare.hpp"
#include "reports/gate/comparison_json.hpp"
#include "reports/gate/history.hpp"
#include "reports/gate/history_file.hpp"
#include "reports/gate/history_text.hpp"
#include "reports/gate/history_view.hpp"
#include "reports/html/document.hpp"
#include "reports/html/sections_history.hpp"
#include "reports/results/file_kind.hpp"

namespace parallax::reports::gate {
namespace {

struct HistoryFileOptions {
  std::string file, comparison, html;
  MeasuredCommit commit;
  int columns = 100;
};

// Another file is neither shown nor appended to.
void require_history(const std::string& file) {
  const auto why = wrong_kind_text(file, FileKind::history, kind_of_file(file));
  if (!why.empty()) throw HistoryError(why);
}

int append(const HistoryFileOptions& options) {
  require_history(options.file);
  const auto comparison = read_comparison(options.comparison);
  append_history(options.file, record_of(comparison, options.commit));
  const auto exit = exit_of(comparison);
  return exit == regressed ? passed : exit;  // a fact to be kept; judging is another command's affair
}

int show(const HistoryFileOptions& options) {
  require_history(options.file);
  require_writable({{"--html", options.html}}, {{"the history", options.file}});
  std::vector<std::string> torn;
  auto view = history_view(read_history(options.file, &torn));
  for (auto& line : torn) view.warnings.push_back(std::move(line));
  Outputs outputs;
  outputs.write(options.html, [&] {
    return html::document("History", "Parallax: history", {}, html::history_section(view));
  });
  outputs.print([&] { return history_text(view, static_cast<std::size_t>(options.columns)); });
  return outputs.exit(passed);
}

}  // namespace

Command add_history(CLI::App& app) {
  const auto options = std::make_shared<HistoryFileOptions>();
  app.require_subcommand(1);
  auto* add = app.add_subcommand("append", "Adds a measured commit to the history");
  add->add_option("file", options->file, "The history, JSON Lines; made if it is not there")
      ->type_name("FILE")
      ->required();
  add->add_option("comparison", options->comparison, "What gate REFERENCE HEAD --json wrote")
      ->type_name("FILE")
      ->required()
      ->check(existing_file());
  add->add_option("--commit", options->commit.commit, "The head's commit, if the program does not say");
  add->add_option("--subject", options->commit.subject, "The first line of its message");
  add->add_option("--date", options->commit.date,
                  "When it was made, ISO 8601 (default: when it was measured)");
  add->add_option("--reference", options->commit.reference,
                  "Commit or tag of the reference, if the program does not say");
  auto* print = app.add_subcommand("show", "Prints every cell's course and where it changed");
  print->add_option("file", options->file, "The history, JSON Lines")
      ->type_name("FILE")
      ->required()
      ->check(existing_file());
  print->add_option("--html", options->html, "Write a page with charts")->type_name("FILE");
  print->add_option("--columns", options->columns, "Width of the text")
      ->check(whole_number_from(80, 1000))
      ->capture_default_str();
  return [options, add] { return *add ? append(*options) : show(*options); };
}

}  // namespace parallax::reports::gate

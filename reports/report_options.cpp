// SPDX-License-Identifier: MIT
#include "reports/report_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "reports/command_line.hpp"
#include "reports/results/given_file.hpp"
#include "reports/results/results.hpp"
#include "support/plain_text.hpp"
#include "support/standard_streams.hpp"

namespace parallax::reports {
namespace {

namespace fs = std::filesystem;

constexpr const char* exit_codes =
    "Exit codes:\n"
    "  0  the report was written (whether or not cells failed: the report shows it)\n"
    "  1  a file cannot be read or understood, no cell matches, results to be\n"
    "     compared have no cell in common or are copies of one, or --claims or\n"
    "     --gate is asked of files that are no single result\n"
    "  2  the command line is wrong\n"
    "  3  the report cannot be written; what was there before is left as it was";

// Where scripts/bench and scripts/claims leave what they measured.
constexpr const char* usual_folder = "results";
constexpr const char* folder_of_claims = "results/claims";

constexpr const char* usage =
    "report: which results? There are none in results/; scripts/bench makes some.\n"
    "  ./report FILE.json...           makes a page, report.html (-o PAGE.html)\n"
    "  ./report FOLDER                 the same of the newest result file in it\n"
    "  ./report --terminal FILE.json   prints a summary (also --markdown, --csv)\n"
    "For example, first something to show, then the page:\n"
    "  ./bench --benchmark_filter=cube --benchmark_out=cube.json\n"
    "  ./report cube.json\n"
    "All options: ./report --help\n";

const std::vector<Habit> habits{
    {{"--html", "--page", "--open", "--out"}, "a page is what it makes anyway; -o PAGE.html says where"},
    {{"--threads", "--workers", "--jobs"}, "--filter=workers:4/ shows only cells with 4 workers"},
    {{"--runtime", "--runtimes"}, "--filter=/fork/ shows only cells of the runtime fork"},
    {{"--kernel", "--kernels"}, "--filter=^cube/ shows only cells of the kernel cube"},
    {{"--benchmark_filter"}, "did you mean --filter?"},
    {{"--diff", "--versus", "--vs"}, "did you mean --compare?"},
    {{"--text", "--txt", "--summary", "--console"}, "did you mean --terminal?"},
    {{"--md"}, "did you mean --markdown?"},
    {{"--budget", "--repetitions", "--full"}, "it measures nothing; did you mean scripts/bench?"}};

// What was named, or else the newest results here, which are then told on standard error. False if there are
// none.
bool choose_files(ReportOptions& options) {
  auto named = options.files;
  if (named.empty() && !options.claims.empty() && newest_results(folder_of_claims))
    named.push_back(folder_of_claims);
  if (named.empty() && newest_results(usual_folder)) named.push_back(usual_folder);
  options.files.clear();
  for (const auto& name : named) {
    options.files.push_back(name == "-" ? name : results_named(name).string());
    if (options.files.back() != name)
      tell("report: {} is the newest result file in {}\n", options.files.back(), name);
  }
  return !named.empty();
}

bool same_file(const fs::path& one, const fs::path& other) {
  std::error_code neither_is_there;
  return fs::equivalent(one, other, neither_is_there);
}

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// The same repetitions twice would make the report surer than the measurement was.
std::string misuse(const ReportOptions& options) {
  const auto& files = options.files;
  if (options.terminal + options.markdown + options.csv > 1)
    return "one of --terminal, --markdown and --csv at a time";
  if (!options.gate.empty() && !options.is_page()) return "--gate is for a page";
  if (!options.trace.empty() && (!options.is_page() || !options.claims.empty() || options.compare))
    return "--trace is for a page of one result";
  if (!options.claims.empty() && (options.csv || !options.gate.empty()))
    return "--claims has a page of its own, and no table of cells";
  if (options.compare && !options.claims.empty()) return "--claims judges one result and compares none";
  if (options.compare && !options.gate.empty()) return "--gate is for a page of one result";
  for (const auto& read : {options.gate, options.trace})
    if (same_file(read, options.output)) return fmt::format("{} would be overwritten by the report", read);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (same_file(files[i], options.output))
      return fmt::format("{} would be overwritten by the report", files[i]);
    for (std::size_t j = 0; j < i; ++j)
      if (same_file(files[i], files[j]) || (files[i] == "-" && files[j] == "-"))
        return fmt::format("{} and {} are the same file", files[j], files[i]);
  }
  if (options.compare && files.size() < 2) return "--compare takes two result files or more";
  return {};
}

void add_options(CLI::App& app, ReportOptions& options) {
  app.footer(exit_codes);
  app.add_option(
         "results", options.files,
         "Result files (JSON, packed too; - is standard input), or folders, which stand for their newest "
         "one; "
         "those of one program on one machine are joined, others compared (default: the newest in results/)")
      ->type_name("FILE");
  app.add_option("-o,--output", options.output,
                 "Where the report goes (default: a page to report.html, all else to standard output)")
      ->type_name("FILE");
  app.add_option("--filter", options.filter,
                 "Only cells whose name matches this regular expression (a '-' in front negates)")
      ->type_name("REGEX");
  app.add_option("--order", options.order,
                 "Benchmarks of other programs by name (1, 2, 16) or as they stand in the file")
      ->check(CLI::IsMember({"name", "file"}).description(""))
      ->type_name("name|file")
      ->capture_default_str();
  app.add_option("--gate", options.gate, "A comparison of two builds (JSON), shown in the page too")
      ->type_name("FILE");
  app.add_option("--trace", options.trace,
                 "Timelines of the same cells (the file of bench --trace), drawn in the page")
      ->type_name("FILE");
  app.add_flag(
      "--compare", options.compare,
      "Where two or more results differ, for a terminal; with --markdown, --csv or -o PAGE.html as that");
  app.add_flag(
      "--claims{all}", options.claims,
      "Instead of the cells: what they say about claims, all of them or --claims=D1,E (scripts/claims)");
  for (auto* one : {app.add_flag("--terminal", options.terminal, "A summary with bars, for a terminal"),
                    app.add_flag("--markdown", options.markdown, "Markdown, for a pull request or a wiki"),
                    app.add_flag("--csv", options.csv, "All cells as comma-separated values")})
    one->group("Instead of a page, one of");
  app.add_option("--color", options.colour, "Colours in --terminal: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
      ->type_name("WHEN")
      ->capture_default_str();
}

}  // namespace

std::optional<int> parse_report_options(ReportOptions& options, int argc, char** argv) {
  CLI::App app{
      "Turns result files of `bench`, of any Google Benchmark program, or of hyperfine, pytest-benchmark, "
      "JMH "
      "and Criterion into one HTML page.",
      "report"};
  add_options(app, options);
  add_manual(app, "makes a page, a text or a table of results");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return answer_parse_error(app, error, habits);
  }
  if (!choose_files(options)) return tell("{}", usage), wrong_arguments;
  if (options.compare && options.is_page() && !ends_with(options.output, ".html")) options.terminal = true;
  if (options.is_page() && options.output.empty()) options.output = "report.html";
  if (const auto why = misuse(options); !why.empty()) {
    tell("report: {}\n", parallax::text::printable(why));
    return wrong_arguments;
  }
  return {};
}

}  // namespace parallax::reports

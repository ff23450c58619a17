// SPDX-License-Identifier: MIT
// The program `report`: result files in, one page out; or a text for a terminal, a pull request or a
// spreadsheet. Files of one program on one machine are one result; others are shown beside each other.
//
// It judges nothing: a run full of failures still gives a page (a red one) and exit code 0, for a page about
// failures is what one then needs. `bench` and the gate are the ones to fail a build.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "reports/claims/claims_page.hpp"
#include "reports/claims/claims_text.hpp"
#include "reports/claims/wording.hpp"
#include "reports/command_line.hpp"
#include "reports/gate/comparison_json.hpp"
#include "reports/html/assets.hpp"
#include "reports/html/page.hpp"
#include "reports/results/filter.hpp"
#include "reports/results/given_file.hpp"
#include "reports/results/grouping.hpp"
#include "reports/results/results.hpp"
#include "reports/side_by_side.hpp"
#include "reports/text/csv.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/output.hpp"
#include "reports/text/terminal.hpp"
#include "reports/views/foreign.hpp"
#include "reports/views/views.hpp"
#include "support/output_file.hpp"
#include "support/plain_text.hpp"
#include "support/standard_streams.hpp"

namespace {

namespace fs = std::filesystem;
namespace reports = parallax::reports;
namespace claims = parallax::reports::claims;

// As those of `bench`: 1 is about what is shown, 2 about the command line, 3 about writing.
enum Exit { written = 0, unreadable_results = 1, wrong_arguments = 2, unwritable_output = 3 };

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

const std::vector<reports::Habit> habits{
    {{"--html", "--page", "--open", "--out"}, "a page is what it makes anyway; -o PAGE.html says where"},
    {{"--threads", "--workers", "--jobs"}, "--filter=workers:4/ shows only cells with 4 workers"},
    {{"--runtime", "--runtimes"}, "--filter=/fork/ shows only cells of the runtime fork"},
    {{"--kernel", "--kernels"}, "--filter=^cube/ shows only cells of the kernel cube"},
    {{"--benchmark_filter"}, "did you mean --filter?"},
    {{"--diff", "--versus", "--vs"}, "did you mean --compare?"},
    {{"--text", "--txt", "--summary", "--console"}, "did you mean --terminal?"},
    {{"--md"}, "did you mean --markdown?"},
    {{"--budget", "--repetitions", "--full"}, "it measures nothing; did you mean scripts/bench?"}};

struct Options {
  std::vector<std::string> files;
  std::string output, filter, gate, trace, claims, colour = "auto", order = "name";
  bool terminal = false, markdown = false, csv = false, compare = false;

  reports::Order row_order() const {
    return order == "file" ? reports::Order::of_file : reports::Order::by_name;
  }
  bool is_page() const { return !terminal && !markdown && !csv; }
};

int complain(Exit code, const std::string& message) {
  parallax::tell("report: {}\n", parallax::text::printable(message));
  return code;
}

// What was named, or else the newest results here, which are then told on standard error. False if there are
// none.
bool choose_files(Options& options) {
  auto named = options.files;
  if (named.empty() && !options.claims.empty() && reports::newest_results(folder_of_claims))
    named.push_back(folder_of_claims);
  if (named.empty() && reports::newest_results(usual_folder)) named.push_back(usual_folder);
  options.files.clear();
  for (const auto& name : named) {
    options.files.push_back(name == "-" ? name : reports::results_named(name).string());
    if (options.files.back() != name)
      parallax::tell("report: {} is the newest result file in {}\n", options.files.back(), name);
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
std::string misuse(const Options& options) {
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

void write_text(const Options& options, const std::string& text) {
  if (!options.output.empty()) return parallax::write_whole(options.output, text);
  reports::text::print(text);
}

// Every claim, or those that are named.
int write_claims(const Options& options, const reports::Results& results) {
  std::vector<std::string> ids;
  if (options.claims != "all") ids = CLI::detail::split(options.claims, ',');
  std::vector<claims::Judged> judged;
  for (const auto* claim : claims::claims_named(ids)) judged.push_back(claims::judge(*claim, results));
  if (options.terminal) {
    write_text(options, claims::terminal(judged));
  } else if (options.markdown) {
    write_text(options, claims::markdown(judged, results));
  } else {
    parallax::write_whole(options.output, claims::page(judged, results));
    fmt::print("{}: {}\n", fs::absolute(options.output).lexically_normal().string(),
               claims::summary_text(judged));
  }
  return written;
}

void warn_without_charts() {
  if (!reports::html::has_charts())
    parallax::tell(
        "report: the page has tables and bars, but no charts: node or its packages were missing when\n"
        "  report was built; scripts/setup bench installs them, then build report again\n");
}

int write(const Options& options, const reports::Views& views,
          const std::optional<reports::gate::Comparison>& comparison) {
  if (options.terminal)
    write_text(options, reports::text::terminal(
                            views, reports::text::style_of_output(options.colour, options.output.empty())));
  else if (options.markdown)
    write_text(options, reports::text::markdown(views));
  else if (options.csv)
    write_text(options, reports::text::csv(views));
  else {
    parallax::write_whole(options.output, reports::html::page(views, comparison ? &*comparison : nullptr));
    fmt::print("{}: {} {}{}, {} failed\n", fs::absolute(options.output).lexically_normal().string(),
               views.rows.size(), reports::is_foreign(views) ? "benchmark" : "cell",
               views.rows.size() == 1 ? "" : "s", views.failures.size());
    warn_without_charts();
  }
  return written;
}

// Results of other programs, which were given to learn whether the second is faster.
bool are_foreign(const reports::Groups& groups) {
  return std::all_of(groups.results.begin(), groups.results.end(), [](const reports::Results& result) {
    return std::all_of(result.cells.begin(), result.cells.end(),
                       [](const reports::Cell& cell) { return cell.id.runtime.empty(); });
  });
}

// Several results. What cannot be compared at all is an error for who asked to compare; a page still shows each.
int write_side_by_side(const Options& options, reports::Groups groups) {
  if (!options.compare)
    for (const auto& reason : groups.reasons)
      if (!reason.empty()) parallax::tell("report: {}: compared, not merged\n", reason);
  if (!options.compare && are_foreign(groups))
    parallax::tell(
        "report: report --compare shows where they differ; gate BASE HEAD runs two builds and tells "
        "whether one "
        "is slower\n");
  const reports::SideBySide results(std::move(groups), options.row_order());
  if (const auto why = results.nothing_in_common(); !why.empty()) {
    if (options.compare) return complain(unreadable_results, why + ": there is nothing to compare");
    parallax::tell("report: {}\n", why);
  }
  if (options.terminal) {
    write_text(options,
               results.terminal(reports::text::style_of_output(options.colour, options.output.empty())));
  } else if (options.markdown) {
    write_text(options, results.markdown());
  } else if (options.csv) {
    write_text(options, results.csv());
  } else {
    parallax::write_whole(options.output, results.page());
    fmt::print("{}: {}\n", fs::absolute(options.output).lexically_normal().string(), results.summary());
    warn_without_charts();
  }
  return written;
}

// What of a file was not read as it stands; the report has all of it.
void warn_of(const reports::Source& source) {
  constexpr std::size_t most = 5;
  const auto& remarks = source.remarks;
  for (std::size_t i = 0; i < std::min(most, remarks.size()); ++i)
    parallax::tell("report: {}\n", parallax::text::printable(remarks[i]));
  if (remarks.size() > most)
    parallax::tell("report: {}: {} more remarks, which are in the report\n", source.file,
                   remarks.size() - most);
}

// One result for each program on each machine. Where that is a single one and a comparison was asked for, each
// file is one.
reports::Groups grouped(const Options& options, std::vector<reports::Results> parts) {
  auto copy = options.compare ? parts : std::vector<reports::Results>();
  auto groups = reports::group_results(std::move(parts));
  if (options.compare && groups.results.size() == 1) groups = reports::single_results(std::move(copy));
  for (const auto& remark : groups.remarks) parallax::tell("report: {}\n", remark);
  for (const auto& result : groups.results)
    for (const auto& source : result.sources) warn_of(source);
  if (!options.filter.empty())
    for (auto& result : groups.results) {
      const auto file = result.sources.front().file;
      try {
        reports::keep_matching(result, options.filter);
      } catch (const reports::ResultsError& error) {
        if (groups.results.size() == 1) throw;
        throw reports::ResultsError(fmt::format("{}: {}", file, error.what()));
      }
    }
  return groups;
}

void add_options(CLI::App& app, Options& options) {
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

int run(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Turns result files of `bench`, of any Google Benchmark program, or of hyperfine, pytest-benchmark, "
      "JMH "
      "and Criterion into one HTML page.",
      "report"};
  add_options(app, options);
  reports::add_manual(app, "makes a page, a text or a table of results");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return reports::answer_parse_error(app, error, habits);
  }
  try {
    if (!choose_files(options)) return parallax::tell("{}", usage), wrong_arguments;
  } catch (const reports::ResultsError& error) {
    return complain(unreadable_results, error.what());
  }
  if (options.compare && options.is_page() && !ends_with(options.output, ".html")) options.terminal = true;
  if (options.is_page() && options.output.empty()) options.output = "report.html";
  if (const auto why = misuse(options); !why.empty()) return complain(wrong_arguments, why);
  std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is then an error of write(), not our death

  try {
    std::optional<reports::gate::Comparison> comparison;
    if (!options.gate.empty()) comparison = reports::gate::read_comparison(options.gate);
    std::vector<reports::Results> parts;
    for (const auto& file : options.files) parts.push_back(reports::read_given(file));
    auto groups = grouped(options, std::move(parts));
    if (options.compare && groups.results.size() == 1)
      return complain(unreadable_results, "there is one result only, and comparing takes two");
    if (groups.results.size() > 1 && (!options.claims.empty() || !options.gate.empty()))
      return complain(unreadable_results, fmt::format("{}: {} takes one result", groups.reasons.at(1),
                                                      options.claims.empty() ? "--gate" : "--claims"));
    if (groups.results.size() > 1 && !options.trace.empty())
      return complain(unreadable_results, groups.reasons.at(1) + ": --trace takes one result");
    if (groups.results.size() > 1) return write_side_by_side(options, std::move(groups));
    auto results = std::move(groups.results.front());
    if (!options.claims.empty()) return write_claims(options, results);
    auto views = reports::make_views(std::move(results), options.row_order());
    if (!options.trace.empty() && reports::add_timelines(views, reports::read_trace(options.trace)) == 0)
      return complain(unreadable_results,
                      fmt::format("{}: no timeline of a cell that is shown", options.trace));
    return write(options, views, comparison);
  } catch (const reports::gate::ComparisonError& error) {
    return complain(unreadable_results, error.what());
  } catch (const reports::ResultsError& error) {
    return complain(unreadable_results, error.what());
  } catch (const std::invalid_argument& error) {
    return complain(wrong_arguments, error.what());
  } catch (const std::system_error& error) {
    return complain(unwritable_output, error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  parallax::occupy_standard_descriptors();
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return complain(unwritable_output, error.what());
  }
}

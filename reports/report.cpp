// SPDX-License-Identifier: MIT
// The program `report`: result files in, one page out; or a text for a terminal, a pull request or a
// spreadsheet. Files of one program on one machine are one result; others are shown beside each other.
//
// It judges nothing: a run full of failures still gives a page (a red one) and exit code 0, for a page about
// failures is what one then needs. `bench` and the gate are the ones to fail a build.
#include <fmt/format.h>

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
#include "reports/gate/comparison_json.hpp"
#include "reports/html/assets.hpp"
#include "reports/html/page.hpp"
#include "reports/report_options.hpp"
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
using reports::ReportOptions;
using enum reports::ReportExit;

int complain(reports::ReportExit code, const std::string& message) {
  parallax::tell("report: {}\n", parallax::text::printable(message));
  return code;
}

void write_text(const ReportOptions& options, const std::string& text) {
  if (!options.output.empty()) return parallax::write_whole(options.output, text);
  reports::text::print(text);
}

// Every claim, or those that are named.
int write_claims(const ReportOptions& options, const reports::Results& results) {
  std::vector<claims::Judged> judged;
  for (const auto* claim : claims::claims_listed(options.claims == "all" ? "" : options.claims))
    judged.push_back(claims::judge(*claim, results));
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

int write(const ReportOptions& options, const reports::Views& views,
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
int write_side_by_side(const ReportOptions& options, reports::Groups groups) {
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
reports::Groups grouped(const ReportOptions& options, std::vector<reports::Results> parts) {
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

int run(int argc, char** argv) {
  reports::ReportOptions options;
  try {
    if (const auto status = reports::parse_report_options(options, argc, argv)) return *status;
  } catch (const reports::ResultsError& error) {
    return complain(unreadable_results, error.what());
  }
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

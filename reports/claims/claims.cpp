// SPDX-License-Identifier: MIT
// What has to be measured for the claims, for scripts/claims: which cells, with how many workers. Verdicts
// are shown by `report --claims`.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "reports/claims/claim.hpp"
#include "reports/claims/claims_text.hpp"
#include "reports/command_line.hpp"
#include "reports/results/cell.hpp"
#include "reports/text/plain.hpp"
#include "support/standard_streams.hpp"

namespace {

namespace reports = parallax::reports;
namespace claims = parallax::reports::claims;

struct Options {
  std::string ids;
  bool list = false, cells = false, workers = false;
};

int complain(const std::string& message) {
  parallax::tell("claims: {}\n", message);
  return 2;
}

// The numbers of workers that the cells have, for --workers of `bench`, which has not all of them by default.
std::string workers_of(const std::vector<const claims::Claim*>& chosen) {
  std::set<std::int64_t> counts;
  for (const auto* claim : chosen)
    for (const auto& cell : claims::cells_of(*claim))
      counts.insert(reports::parse_cell_name(cell).workers.value_or(1));
  std::string text;
  for (const auto count : counts) text += fmt::format("{}{}", text.empty() ? "" : ",", count);
  return text;
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("-f,--filter", options.ids, "Only these claims (D1) or groups (D), as a list: D1,E");
  app.add_flag("--list", options.list, "The claims, their rules and cells");
  app.add_flag("--cells", options.cells,
               "The regular expression of the cells that are needed, for --benchmark_filter");
  app.add_flag("--workers", options.workers, "The numbers of workers that are needed, for --workers");
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Says what has to be measured to judge claims about concurrency (report --claims does that).\n"
      "Exit codes: 0 said, 2 the command line is wrong.",
      "claims"};
  add_options(app, options);
  reports::add_manual(app, "says what has to be measured to judge claims about concurrency");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (const auto words = app.remaining(); !words.empty() && words.front().front() != '-')
      return complain(fmt::format("{} is no option; report --claims {} judges results",
                                  reports::text::printable(words.front()),
                                  reports::text::printable(words.front())));
    return reports::answer_parse_error(app, error);
  }
  if (!options.list && !options.cells && !options.workers)
    return complain(
        "one of --list, --cells, --workers is needed; report --claims RESULTS.json judges results");
  const auto chosen = claims::claims_listed(options.ids);
  if (options.list) fmt::print("{}", claims::listing(chosen));
  if (options.cells) fmt::print("{}\n", claims::expression_for(chosen));
  if (options.workers) fmt::print("{}\n", workers_of(chosen));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  parallax::occupy_standard_descriptors();
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return complain(error.what());
  }
}

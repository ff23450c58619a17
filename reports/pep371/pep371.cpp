// SPDX-License-Identifier: MIT
// The program behind scripts/pep371: result files of `bench` in, PEP 371's tables beside ours out.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "reports/command_line.hpp"
#include "reports/pep371/tables.hpp"
#include "reports/pep371/tables_text.hpp"
#include "reports/results/given_file.hpp"
#include "reports/results/grouping.hpp"
#include "support/standard_streams.hpp"

namespace {

namespace reports = parallax::reports;

// As those of `report`.
enum Exit { written = 0, unreadable_results = 1, wrong_arguments = 2, failed = 3 };

int run(int argc, char** argv) {
  std::vector<std::string> files;
  CLI::App app{"Lays results of `bench` beside the tables of PEP 371; scripts/pep371 measures what it needs.",
               "pep371"};
  app.add_option("results", files, "Result files (JSON)")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return reports::answer_parse_error(app, error);
  }
  try {
    std::vector<reports::Results> parts;
    for (const auto& file : files) parts.push_back(reports::read_given(file));
    std::vector<std::string> remarks;
    parts = reports::of_one_program(std::move(parts), {}, remarks);
    for (const auto& remark : remarks) parallax::tell("pep371: {}\n", remark);
    fmt::print("{}", reports::pep371::text(reports::pep371::tables_of(parts),
                                           reports::pep371::queue_messages(parts)));
    return written;
  } catch (const reports::ResultsError& error) {
    parallax::tell("pep371: {}\n", error.what());
    return unreadable_results;
  }
}

}  // namespace

int main(int argc, char** argv) {
  parallax::occupy_standard_descriptors();
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    parallax::tell("pep371: {}\n", error.what());
    return failed;
  }
}

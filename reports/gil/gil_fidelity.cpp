// SPDX-License-Identifier: MIT
// The program behind scripts/gil-fidelity: result files of `bench` in, a table and a page out. It judges
// nothing: rows where emulation and real lock are apart are shown as such.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "reports/command_line.hpp"
#include "reports/gil/fidelity_page.hpp"
#include "reports/gil/fidelity_text.hpp"
#include "reports/results/given_file.hpp"
#include "reports/results/grouping.hpp"
#include "support/output_file.hpp"
#include "support/standard_streams.hpp"

namespace {

namespace reports = parallax::reports;

// As those of `report`.
enum Exit { written = 0, unreadable_results = 1, wrong_arguments = 2, unwritable_page = 3 };

int complain(Exit code, const std::string& message) {
  parallax::tell("gil-fidelity: {}\n", message);
  return code;
}

int run(int argc, char** argv) {
  std::vector<std::string> files;
  std::string page;
  CLI::App app{
      "Holds the emulation of CPython's lock against that lock: result files of `bench` with `spin` and "
      "`convoy` under `gil` and `cpython`, at any number of switch intervals.",
      "gil-fidelity"};
  app.add_option("results", files, "Result files (JSON)")->required();
  app.add_option("-o,--output", page, "A page with charts, too");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return reports::answer_parse_error(app, error);
  }
  try {
    std::vector<reports::Results> parts;
    for (const auto& file : files) parts.push_back(reports::read_given(file));
    std::vector<std::string> remarks;
    parts = reports::of_one_program(std::move(parts), "gil_switch_interval_us", remarks);
    for (const auto& remark : remarks) parallax::tell("gil-fidelity: {}\n", remark);
    const auto fidelity = reports::gil::fidelity_of(parts);
    if (!page.empty()) parallax::write_whole(page, reports::gil::page(fidelity, parts));
    fmt::print("{}", reports::gil::table(fidelity));
    return written;
  } catch (const reports::ResultsError& error) {
    return complain(unreadable_results, error.what());
  } catch (const std::system_error& error) {
    return complain(unwritable_page, error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  parallax::occupy_standard_descriptors();
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return complain(unwritable_page, error.what());
  }
}

// SPDX-License-Identifier: MIT
// The program `report`: result files in, one page out.
//
// It judges nothing: a run full of failures still gives a page (a red one) and exit code 0, for a page about
// failures is what one then needs. `bench` and the gate are the ones to fail a build.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "reports/html/page.hpp"
#include "reports/output_file.hpp"
#include "reports/results.hpp"
#include "reports/views.hpp"

namespace {

namespace fs = std::filesystem;
namespace reports = parallax::reports;

// As those of `bench`: 1 is about what is shown, 2 about the command line, 3 about writing.
enum Exit { written = 0, unreadable_results = 1, wrong_arguments = 2, unwritable_page = 3 };

constexpr const char* exit_codes =
    "Exit codes:\n"
    "  0  the page was written (whether or not cells failed: the page shows it)\n"
    "  1  a result file cannot be read or understood, or files do not belong together\n"
    "  2  the command line is wrong\n"
    "  3  the page cannot be written; what was there before is left as it was";

int complain(Exit code, const std::string& message) {
  fmt::print(stderr, "report: {}\n", message);
  return code;
}

bool same_file(const fs::path& one, const fs::path& other) {
  std::error_code neither_is_there;
  return fs::equivalent(one, other, neither_is_there);
}

// The same repetitions twice would make the page surer than the measurement was.
std::string misuse(const std::vector<std::string>& files, const std::string& page) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (same_file(files[i], page)) return fmt::format("{} would be overwritten by the page", files[i]);
    for (std::size_t j = 0; j < i; ++j)
      if (same_file(files[i], files[j]))
        return fmt::format("{} and {} are the same file", files[j], files[i]);
  }
  return {};
}

int run(int argc, char** argv) {
  std::vector<std::string> files;
  std::string page = "report.html";
  CLI::App app{"Turns result files of `bench`, or of any Google Benchmark program, into one HTML page."};
  app.footer(exit_codes);
  app.add_option("results", files, "Result files (JSON); several must come from one program on one machine")
      ->required();
  app.add_option("-o,--output", page, "Where the page goes")->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? written : wrong_arguments;
  }
  if (const auto why = misuse(files, page); !why.empty()) return complain(wrong_arguments, why);
  std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is then an error of write(), not our death

  try {
    std::vector<reports::Results> parts;
    for (const auto& file : files) parts.push_back(reports::read_results(file));
    const auto views = reports::make_views(reports::join_results(std::move(parts)));
    reports::write_whole(page, reports::html::page(views));
    fmt::print("{}: {} cell{}, {} failed\n", fs::absolute(page).lexically_normal().string(),
               views.rows.size(), views.rows.size() == 1 ? "" : "s", views.failures.size());
    return written;
  } catch (const reports::ResultsError& error) {
    return complain(unreadable_results, error.what());
  } catch (const std::system_error& error) {
    return complain(unwritable_page, error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return complain(unwritable_page, error.what());
  }
}

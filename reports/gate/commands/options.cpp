// SPDX-License-Identifier: MIT
// Options that several commands have, and the line that tells how far they are.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "reports/command_line.hpp"
#include "reports/gate/commands/commands.hpp"
#include "reports/gate/duration.hpp"
#include "reports/gate/settings.hpp"
#include "support/standard_streams.hpp"

namespace parallax::reports::gate {
namespace {

bool told = false;

void add_share(CLI::App& app, const std::string& name, double& share, double most, const std::string& help) {
  app.add_option_function<double>(name, [&share](double percent) { share = percent / 100; })
      ->description(fmt::format("{} (default: {:g})", help, 100 * share))
      ->check(number_from(0.1, most))
      ->type_name("PERCENT")
      ->take_last();
}

}  // namespace

void add_duration(CLI::App& app, const std::string& name, double& seconds, const std::string& help,
                  double least) {
  app.add_option_function<std::string>(name,
                                       [name, least, &seconds](const std::string& text) {
                                         try {
                                           seconds = duration_of(text);
                                         } catch (const std::invalid_argument& error) {
                                           throw CLI::ValidationError(name, error.what());
                                         }
                                         if (seconds < least)
                                           throw CLI::ValidationError(
                                               name, fmt::format("{} is less than {:g} s", text, least));
                                       })
      ->description(fmt::format("{} (default: {:g}s)", help, seconds))
      ->type_name("TIME")
      ->take_last();
}

void add_measuring_options(CLI::App& app, Settings& settings) {
  app.add_option("--benchmark_filter,--filter", settings.filter,
                 "Only benchmarks that match, as the programs understand it")
      ->type_name("REGEX");
  add_duration(app, "--budget", settings.budget, "Time for everything; 0: as long as it takes");
  add_duration(app, "--visit", settings.visit, "How long one process measures", 1e-3);
  add_duration(app, "--timeout", settings.time_limit, "After this a process hangs", 1e-3);
  add_share(app, "--threshold", settings.threshold, 1000, "A smaller slowdown of wall time is no regression");
  add_share(app, "--cpu-threshold", settings.cpu_threshold, 1000, "The same for the CPU time of all workers");
  add_share(app, "--memory-threshold", settings.memory_threshold, 1000, "The same for memory");
  add_share(app, "--false-alarms", settings.family_error, 50,
            "Chance of one false \"significantly slower\" in the whole run");
  app.add_option("--pairs", settings.screening, "Pairs of visits in the first stage, even")
      ->check(whole_number_from(8, 1000))
      ->type_name("NUMBER")
      ->take_last()
      ->capture_default_str();
  app.add_option("--seed", settings.seed, "Of the random orders; the same seed gives the same ones")
      ->check(whole_number_from(0, UINT64_MAX))
      ->capture_default_str();
}

CLI::Validator existing_file() {
  return CLI::Validator(
      [](std::string& name) {
        std::error_code error;
        return std::filesystem::is_regular_file(name, error) ? "" : "there is no file " + name;
      },
      "");
}

CLI::Validator existing_folder() {
  return CLI::Validator(
      [](std::string& name) {
        std::error_code error;
        return std::filesystem::is_directory(name, error) ? "" : "there is no folder " + name;
      },
      "");
}

std::function<void(const std::string&)> progress_line() {
  if (::isatty(STDERR_FILENO) != 1) return {};
  return [](const std::string& line) {
    told = true;
    tell("\r\033[K{}", line);
    std::fflush(stderr);
  };
}

void end_progress() {
  if (told) tell("\r\033[K");
  told = false;
}

}  // namespace parallax::reports::gate

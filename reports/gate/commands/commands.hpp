// SPDX-License-Identifier: MIT
// The commands of the program `gate`. Each adds its options to the command line and returns what is to be run
// if it is the one that was asked for.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "reports/gate/wrong_use.hpp"

namespace parallax::reports::gate {

using Command = std::function<int()>;  // returns an Exit; throws what main() knows how to say

Command add_compare(CLI::App& app);      // gate BASE HEAD
Command add_aa_test(CLI::App& app);      // gate aa-test
Command add_inject_test(CLI::App& app);  // gate inject-test
Command add_history(CLI::App& app);      // gate history append|show

// For what the programs of a comparison are told besides: options that several commands have.
struct Settings;
void add_measuring_options(CLI::App& app, Settings& settings);

// Of a time with its unit; the variable has the default.
void add_duration(CLI::App& app, const std::string& name, double& seconds, const std::string& help,
                  double least = 0);

// For values that name something: the library's own checks describe themselves in the help.
CLI::Validator existing_file();
CLI::Validator existing_folder();

// The command line as a shell takes it: kept by main(), shown in results.
void keep_invocation(int argc, const char* const* argv);
const std::string& invocation();

// Progress on standard error, if that is a terminal.
std::function<void(const std::string&)> progress_line();
void end_progress();

}  // namespace parallax::reports::gate

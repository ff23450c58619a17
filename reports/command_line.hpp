// SPDX-License-Identifier: MIT
// What the programs of this folder answer to a command line that cannot be parsed, or that asks for help. For
// every program the same: one sentence with what is wrong and what to type, and help of 80 columns.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace parallax::reports {

// Words that people type, and what to tell them: {"--threads", "--workers"}.
struct Habit {
  std::vector<std::string> words;
  std::string advice;
};

// Gives a program the options --version and --manual=man|bash|zsh|fish, which answer_parse_error() answers. `summary` is half a
// sentence; its subcommands are of the manual too.
void add_manual(CLI::App& app, std::string summary, std::vector<std::string> words = {});

// Prints it; 0 if help, a manual or the version was asked for, else 2.
int answer_parse_error(const CLI::App& app, const CLI::ParseError& error,
                       const std::vector<Habit>& habits = {});

// Numbers have ranges, and what is no number is in none: "--threshold: nan is not a number from 0.1 to 1000".
CLI::Validator number_from(double least, double most);
CLI::Validator whole_number_from(std::uint64_t least, std::uint64_t most);

// "--filtre is no option of report; did you mean --filter?"
std::string unknown_option_text(const CLI::App& app, const std::string& word,
                                const std::vector<Habit>& habits);

// Help as CLI11 writes it, broken into lines of 80 columns.
std::string help_text(const CLI::App& app);

}  // namespace parallax::reports

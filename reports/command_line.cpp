// SPDX-License-Identifier: MIT
#include "reports/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <sstream>

#include "reports/command_line_manual.hpp"
#include "reports/text/output.hpp"
#include "reports/text/plain.hpp"
#include "support/standard_streams.hpp"
#include "support/suggestion.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t columns = 80, deepest_indentation = 40;

// The command that was asked for: the innermost subcommand. It is called with the words that lead to it.
const CLI::App& command_of(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : command_of(*chosen.back());
}

std::string called(const CLI::App& app) {
  const auto name = app.get_name();
  return app.get_parent() && !name.empty() ? called(*app.get_parent()) + ' ' + name : name;
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options())
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// Where what describes an option begins: behind the first two blanks after it.
std::size_t indentation_of(const std::string& line) {
  const auto first = line.find_first_not_of(' ');
  if (first == std::string::npos) return 0;
  const auto gap = line.find("  ", first);
  const auto text = gap == std::string::npos ? gap : line.find_first_not_of(' ', gap);
  return text == std::string::npos || text > deepest_indentation ? first : text;
}

// The library's sentence, to be the first half of ours.
std::string decapitalised(std::string text) {
  if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])))
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text.substr(0, text.find('\n'));
}

std::vector<std::string> subcommands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* one : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(one->get_name());
  return names;
}

// Of a command that needs one of its own commands: "gate history: append or show?"
std::string which_subcommand(const CLI::App& app, const std::vector<std::string>& words) {
  const auto names = subcommands_of(app);
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : " or ") + name;
  if (words.empty()) return fmt::format("{} {}?", called(app), all);
  const auto near = nearest(words.front(), names);
  return fmt::format("{} is no command of {}; did you mean {}?", text::printable(words.front()), called(app),
                     near.empty() ? all : near);
}

}  // namespace

CLI::Validator number_from(double least, double most) {
  return CLI::Validator(
      [=](std::string& typed) {
        double number = 0;
        const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
        const bool is_right =
            error == std::errc() && end == typed.data() + typed.size() && number >= least && number <= most;
        return is_right
                   ? ""
                   : fmt::format("{} is not a number from {:g} to {:g}", text::printable(typed), least, most);
      },
      "");
}

CLI::Validator whole_number_from(std::uint64_t least, std::uint64_t most) {
  return CLI::Validator(
      [=](std::string& typed) {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
        const bool is_right =
            error == std::errc() && end == typed.data() + typed.size() && number >= least && number <= most;
        return is_right ? ""
                        : fmt::format("{} is not a whole number from {} to {}", text::printable(typed), least,
                                      most);
      },
      "");
}

std::string help_text(const CLI::App& app) {
  std::istringstream lines(app.help());
  std::string text;
  bool gap = true;  // the library leaves several lines free
  for (std::string line; std::getline(lines, line); gap = line.empty())
    if (!line.empty() || !gap) text += text::wrapped(line, columns, indentation_of(line));
  return text;
}

std::string unknown_option_text(const CLI::App& app, const std::string& word,
                                const std::vector<Habit>& habits) {
  const auto option = word.substr(0, word.find('='));
  const auto what = fmt::format("{} is no option of {}", text::printable(option), called(app));
  for (const auto& habit : habits)
    if (std::find(habit.words.begin(), habit.words.end(), option) != habit.words.end())
      return what + "; " + habit.advice;
  if (const auto near = nearest(option, options_of(app)); !near.empty())
    return fmt::format("{}; did you mean {}?", what, near);
  return fmt::format("{}; {} --help lists all", what, called(app));
}

int answer_parse_error(const CLI::App& app, const CLI::ParseError& error, const std::vector<Habit>& habits) {
  if (const auto* manual = dynamic_cast<const CallForManual*>(&error)) {
    text::print(manual->text);
    return 0;
  }
  if (dynamic_cast<const CLI::CallForVersion*>(&error)) {
    text::print(app.version() + '\n');
    return 0;
  }
  if (error.get_exit_code() == 0) {
    text::print(help_text(app));
    return 0;
  }
  const auto& command = command_of(app);
  const auto words = app.remaining(true);
  const auto option = std::find_if(words.begin(), words.end(),
                                   [](const std::string& word) { return word.size() > 1 && word[0] == '-'; });
  auto message = decapitalised(error.what());
  if (command.get_require_subcommand_min() > 0 && command.get_subcommands().empty())
    message = which_subcommand(command, words);
  else if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError) && option != words.end())
    message = unknown_option_text(command, *option, habits);
  else if (const auto at = message.find(": At Most 1 required"); at != std::string::npos)
    message = message.substr(0, at) + " is given more than once";
  else if (message.find_first_of(";?") == std::string::npos)
    message += fmt::format("; {} --help says more", called(command));
  tell("{}: {}\n", app.get_name(), message);
  return 2;
}

}  // namespace parallax::reports

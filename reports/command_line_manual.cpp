// SPDX-License-Identifier: MIT
#include "reports/command_line_manual.hpp"

#include <algorithm>

#include "reports/command_line.hpp"
#include "support/manual/manual.hpp"

namespace parallax::reports {
namespace {

std::vector<std::string> names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const auto& name : option.get_lnames()) names.push_back("--" + name);
  for (const auto& name : option.get_snames()) names.push_back("-" + name);
  return names;
}

std::string joined_lines(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

Manual manual_of(const CLI::App& app, std::string summary) {
  Manual manual{.name = app.get_name(), .summary = std::move(summary), .usage = "[FLAG...]"};
  for (const auto* option : app.get_options()) {
    if (option->get_positional()) {
      manual.usage += ' ' + option->get_name(true) + (option->get_items_expected_max() > 1 ? "..." : "");
      manual.paragraphs.push_back(option->get_name(true) + ": " + joined_lines(option->get_description()));
      continue;
    }
    const auto& title = option->get_group() == "Options" ? "" : option->get_group();
    auto group = std::find_if(manual.groups.begin(), manual.groups.end(),
                              [&](const ManualGroup& one) { return one.title == title; });
    if (group == manual.groups.end()) group = manual.groups.insert(manual.groups.end(), {title, {}});
    group->flags.push_back({.names = names_of(*option),
                            .value = option->get_items_expected_max() == 0 ? "" : option->get_type_name(),
                            .text = joined_lines(option->get_description())});
  }
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    manual.commands.push_back(manual_of(*command, command->get_description()));
  if (!manual.commands.empty()) manual.usage += " [COMMAND]";
  return manual;
}

}  // namespace

void add_manual(CLI::App& app, std::string summary, std::vector<std::string> words) {
  app.set_version_flag("--version", PARALLAX_VERSION, "The version of this program");
  app.add_option_function<std::string>(
         "--manual",
         [&app, summary = std::move(summary), words = std::move(words)](const std::string& form) {
           auto manual = manual_of(app, summary);
           manual.paragraphs.insert(manual.paragraphs.begin(), joined_lines(app.get_description()));
           manual.words = words;
           manual.exit_status = app.get_footer();
           throw CallForManual(manual_as(form, manual));
         },
         "This text as a man page; with bash, zsh or fish, what completes flags there")
      ->type_name("man|bash|zsh|fish")
      ->check(CLI::Validator(CLI::IsMember(manual_forms)).description(""));
}

}  // namespace parallax::reports

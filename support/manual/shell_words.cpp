// SPDX-License-Identifier: MIT
//
// What can be typed, for each shell in its own way. In bash and zsh every command has a function of its own,
// _parallax_gate_history for `parallax gate history`.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "support/manual/manual.hpp"

namespace parallax {
namespace {

// In single quotes, as all three take it.
std::string quoted(std::string_view text) {
  std::string all = "'";
  for (const char c : text) {
    if (c == '\'')
      all += "'\\''";
    else
      all += c;
  }
  return all + '\'';
}

// What one line has room for: the begin, up to where the first thing is said.
std::string first_words(const std::string& text) {
  auto end = text.size();
  for (const char* stop : {". ", "; ", ": ", " (", ", e.g.", "\n"}) end = std::min(end, text.find(stop));
  return text.substr(0, end);
}

std::string function_of(std::string_view path) {
  std::string name = fmt::format("_parallax_{}", path);
  std::replace(name.begin(), name.end(), ' ', '_');
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::vector<std::string> words_of(const Manual& manual) {
  std::vector<std::string> words = manual.words;
  for (const Manual& command : manual.commands) words.push_back(command.name);
  return words;
}

void each_flag(const Manual& manual, const std::function<void(const ManualFlag&, const std::string&)>& take) {
  for (const ManualGroup& group : manual.groups)
    for (const ManualFlag& flag : group.flags)
      for (const std::string& name : flag.names) take(flag, name);
}

// The command and all its own, each with the words that lead to it.
void each_command(const Manual& manual, const std::string& path,
                  const std::function<void(const Manual&, const std::string&)>& take) {
  take(manual, path);
  for (const Manual& command : manual.commands) each_command(command, path + ' ' + command.name, take);
}

bool takes_value(const ManualFlag& flag, const std::string& name) {
  return !flag.value.empty() && name.rfind("--", 0) == 0;
}

}  // namespace

std::string bash_words(const Manual& manual) {
  std::string text;
  each_command(manual, manual.name, [&](const Manual& command, const std::string& path) {
    std::string flags, words;
    each_flag(command, [&](const ManualFlag& flag, const std::string& name) {
      flags += ' ' + name + (takes_value(flag, name) ? "=" : "");
    });
    for (const std::string& word : words_of(command)) words += ' ' + word;
    text +=
        fmt::format("{}() {{\n  flags={}\n  words={}\n}}\n", function_of(path), quoted(flags), quoted(words));
  });
  return text;
}

std::string zsh_words(const Manual& manual) {
  std::string text;
  each_command(manual, manual.name, [&](const Manual& command, const std::string& path) {
    text += fmt::format("{}() {{\n  flags=(\n", function_of(path));
    each_flag(command, [&](const ManualFlag& flag, const std::string& name) {
      std::string what = first_words(flag.text);
      for (const char special : {'[', ']', ':'}) std::replace(what.begin(), what.end(), special, ' ');
      const bool has_value = takes_value(flag, name);
      text += fmt::format("    {}\n", quoted(fmt::format("{}{}[{}]{}", name, has_value ? "=" : "", what,
                                                         has_value ? ":value:_files" : "")));
    });
    text += "  )\n  words_here=(";
    for (const std::string& word : words_of(command)) text += ' ' + quoted(word);
    text += " )\n}\n";
  });
  return text;
}

std::string fish_words(const Manual& manual) {
  std::string text;
  each_command(manual, manual.name, [&](const Manual& command, const std::string& path) {
    const std::string here = fmt::format("complete -c parallax -n {}", quoted("_parallax_is " + path));
    each_flag(command, [&](const ManualFlag& flag, const std::string& name) {
      const bool is_long = name.rfind("--", 0) == 0;
      text += fmt::format("{} {} {}{} -d {}\n", here, is_long ? "-l" : "-s", name.substr(is_long ? 2 : 1),
                          flag.value.empty() ? "" : " -r", quoted(first_words(flag.text)));
    });
    for (const std::string& word : words_of(command)) text += fmt::format("{} -a {}\n", here, quoted(word));
  });
  return text;
}

std::string manual_as(std::string_view form, const Manual& manual) {
  if (form == "man") return man_page(manual);
  if (form == "bash") return bash_words(manual);
  if (form == "zsh") return zsh_words(manual);
  if (form == "fish") return fish_words(manual);
  throw std::invalid_argument(fmt::format("--manual={}: not man, bash, zsh or fish", form));
}

}  // namespace parallax

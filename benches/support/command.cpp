// SPDX-License-Identifier: MIT
#include "benches/support/command.hpp"

#include <fmt/format.h>

#include <cctype>
#include <string_view>

#include "benches/support/usage_error.hpp"

namespace parallax {
namespace {

constexpr std::string_view workers_word = "{workers}";

}  // namespace

Command command_of(const std::vector<std::string>& words) {
  if (words.empty() || words.front().empty()) throw UsageError("there is no program behind --");
  std::string name = words.front().substr(words.front().rfind('/') + 1);
  for (char& c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 128 || !(std::isalnum(byte) || c == '_' || c == '-' || c == '.')) c = '_';
  }
  std::string text;
  for (const std::string& word : words) {
    if (word.find('\n') != word.npos)
      throw UsageError(
          fmt::format("a word of the command of {} has a newline; put such a script into a file", name));
    text += word + '\n';
  }
  Command command;
  if (name.empty() || name.size() >= sizeof command.name || text.size() >= sizeof command.words)
    throw UsageError(fmt::format("this command is too long, or names no file: {}", words.front()));
  command.name = std::string_view(name);
  command.words = std::string_view(text);
  return command;
}

bool takes_workers(const Command& command) {
  return std::string_view(command.words).find(workers_word) != std::string_view::npos;
}

std::vector<std::string> words_of(const Command& command) {
  std::vector<std::string> words;
  std::string_view rest = command.words;
  while (!rest.empty()) {
    words.emplace_back(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(words.back().size() + 1);
  }
  return words;
}

std::vector<std::string> words_of(const Command& command, int workers) {
  std::vector<std::string> words = words_of(command);
  for (std::string& word : words) {
    for (auto at = word.find(workers_word); at != word.npos; at = word.find(workers_word))
      word.replace(at, workers_word.size(), std::to_string(workers));
  }
  return words;
}

}  // namespace parallax

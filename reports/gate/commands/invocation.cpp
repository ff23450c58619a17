// SPDX-License-Identifier: MIT
// How this program was called, so that a reader can call it again.
#include <string>
#include <string_view>

#include "reports/gate/commands/commands.hpp"

namespace parallax::reports::gate {
namespace {

constexpr std::string_view harmless =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";

std::string quoted(std::string_view word) {
  if (!word.empty() && word.find_first_not_of(harmless) == std::string_view::npos) return std::string(word);
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + '\'';
}

std::string& kept() {
  static std::string words;
  return words;
}

}  // namespace

void keep_invocation(int argc, const char* const* argv) {
  for (int i = 0; i < argc; ++i) kept() += (i > 0 ? " " : "") + quoted(argv[i]);
}

const std::string& invocation() { return kept(); }

}  // namespace parallax::reports::gate

// SPDX-License-Identifier: MIT
// Reading JSON and telling where it breaks.
#include "reports/json_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "reports/results.hpp"

namespace parallax::reports {
namespace {

using Json = nlohmann::ordered_json;

// Result files are four levels deep. What is far deeper is none, and walking it could exhaust the stack.
constexpr int deepest = 64;

// The text with null for such literals outside of strings. Line numbers stay true; a column may shift behind
// one.
std::string with_null_for_not_a_number(const std::string& text) {
  constexpr std::array<std::string_view, 3> literals{"NaN", "-Infinity", "Infinity"};
  std::string changed;
  changed.reserve(text.size());
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto* literal = std::find_if(literals.begin(), literals.end(), [&](std::string_view word) {
      return !in_string && text[at] == word[0] && text.compare(at, word.size(), word) == 0;
    });
    if (literal != literals.end()) {
      changed += "null";
      at += literal->size() - 1;
      continue;
    }
    if (text[at] == '"') in_string = !in_string;
    changed += text[at];
    if (text[at] == '\\' && in_string && at + 1 < text.size()) changed += text[++at];
  }
  return changed;
}

std::string place(std::string_view text, std::size_t at) {
  const auto before = text.substr(0, std::min(at, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto column = before.size() - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0: the first line
  return fmt::format("{}:{}", line, column);
}

// The library's message without its own prefix and position, which counts in another way than ours.
std::string reason(std::string_view what) {
  if (const auto bracket = what.find("] "); bracket != std::string_view::npos)
    what.remove_prefix(bracket + 2);
  const auto error = what.find("syntax error");
  return std::string(error == std::string_view::npos ? what : what.substr(error));
}

std::size_t place_of_quoted(std::string_view text, std::string_view what) {
  const auto open = what.find('\'');
  const auto close = what.rfind('\'');
  return open < close ? std::min(text.find(what.substr(open + 1, close - open - 1)), text.size()) : 0;
}

}  // namespace

Json parse_json(const std::string& written, const std::string& file) {
  const auto text = with_null_for_not_a_number(written);
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw ResultsError(fmt::format("{}: the file is empty; did the run end before it wrote anything?", file));
  const auto check_depth = [&](int depth, Json::parse_event_t, Json&) {
    if (depth > deepest) throw ResultsError(fmt::format("{}: nested deeper than any result file", file));
    return true;
  };
  try {
    return Json::parse(text, check_depth);
  } catch (const Json::parse_error& error) {
    // `byte` counts from 1 and is the last byte read, which lies behind the text if that ends too early.
    const auto at = error.byte > 0 ? error.byte - 1 : 0;
    const bool cut_off = at >= text.find_last_not_of(" \t\r\n") + 1;
    throw ResultsError(fmt::format("{}:{}: {}{}", file, place(text, at),
                                   cut_off ? "the file is cut off here: " : "", reason(error.what())));
  } catch (const Json::exception& error) {  // a number too large for a double; the message quotes it
    throw ResultsError(fmt::format("{}:{}: {}", file, place(text, place_of_quoted(text, error.what())),
                                   reason(error.what())));
  }
}

}  // namespace parallax::reports

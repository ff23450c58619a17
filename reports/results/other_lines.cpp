// SPDX-License-Identifier: MIT
#include "reports/results/other_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/results/results.hpp"

namespace parallax::reports {
namespace {

constexpr std::string_view space = " \t\r", digits = "0123456789";

std::size_t number_length(std::string_view text) {
  std::size_t at = text.front() == '-' ? 1 : 0;
  const auto skip_digits = [&] {
    const auto begin = at;
    at = std::min(text.find_first_not_of(digits, at), text.size());
    return at > begin;
  };
  const bool leads_with_zero =
      at + 1 < text.size() && text[at] == '0' && digits.find(text[at + 1]) != digits.npos;
  if (leads_with_zero || !skip_digits()) return 0;
  if (at < text.size() && text[at] == '.' && (++at, !skip_digits())) return 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (!skip_digits()) return 0;
  }
  return at;
}

// Of the word of JSON that a text begins with; 0 if there is none.
std::size_t word_length(std::string_view text) {
  constexpr std::array<std::string_view, 7> words{"true", "false",    "null",     "NaN",
                                                  "-NaN", "Infinity", "-Infinity"};
  if (std::string_view("{}[],:").find(text.front()) != std::string_view::npos) return 1;
  if (text.front() == '"') {
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == '"')
        return i + 1;
    }
    return 0;
  }
  for (const auto word : words)
    if (text.substr(0, word.size()) == word) return word.size();
  return number_length(text);
}

// Two words that are neither brackets nor strings have something between them: 2024-01-01 is no number.
bool is_json(std::string_view line) {
  bool was_plain = false;
  while (!line.empty()) {
    if (space.find(line.front()) != std::string_view::npos) {
      was_plain = false;
      line.remove_prefix(1);
      continue;
    }
    const auto length = word_length(line);
    const bool is_plain = std::string_view("{}[],:\"").find(line.front()) == std::string_view::npos;
    if (length == 0 || (is_plain && was_plain)) return false;
    was_plain = is_plain;
    line.remove_prefix(length);
  }
  return true;
}

// Follows how deep a line that is JSON leads. Only outside of a document may a document begin.
int depth_after(std::string_view line, int depth) {
  while (!line.empty()) {
    const auto length =
        std::max<std::size_t>(space.find(line.front()) == std::string_view::npos ? word_length(line) : 1, 1);
    if (line.front() == '{' || line.front() == '[') ++depth;
    if (line.front() == '}' || line.front() == ']') --depth;
    line.remove_prefix(std::min(length, line.size()));
  }
  return std::max(depth, 0);
}

// What of another line is JSON: brackets that close at its beginning within a document, a brace that opens at its end
// before one.
std::string_view rest_of(std::string_view line, int depth) {
  if (depth > 0) {
    const auto end = std::min(line.find_first_not_of(" \t}],"), line.size());
    const auto kept = line.substr(0, end);
    return kept.find_first_of("}]") == std::string_view::npos ? std::string_view() : kept;
  }
  const auto last = line.find_last_not_of(space);
  return last != std::string_view::npos && line[last] == '{' ? line.substr(last, 1) : std::string_view();
}

bool opens_document(std::string_view line) {
  const auto first = line.find_first_not_of(space);
  if (first == std::string_view::npos || line[first] != '{') return false;
  const auto next = line.find_first_not_of(space, first + 1);
  return next == std::string_view::npos || line[next] == '"' || line[next] == '}';
}

// Programs that write their log as JSON print such lines. Results on one line have "benchmarks".
bool is_log_entry(std::string_view line) {
  return depth_after(line, 0) == 0 && line.find("\"benchmarks\"") == std::string_view::npos;
}

// A brace at the end of a sentence begins a document only if a key follows it.
bool is_key_next(std::string_view text) {
  const auto next = text.find_first_not_of(" \t\r\n");
  return next != std::string_view::npos && text[next] == '"';
}

}  // namespace

WithoutOtherLines without_other_lines(std::string_view text, const std::string& file) {
  WithoutOtherLines found;
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  int depth = 0;
  for (std::size_t begin = 0, number = 1; begin < text.size(); ++number) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    begin = end + 1;
    auto kept = line;
    const bool is_blank = line.find_first_not_of(space) == std::string_view::npos;
    const bool is_other = !is_json(line) || (depth == 0 && (!opens_document(line) || is_log_entry(line)));
    if (!is_blank && is_other) {
      kept = rest_of(line, depth);
      if (depth == 0 && !is_key_next(text.substr(std::min(begin, text.size())))) kept = {};
      found.lines.push_back(number);
    }
    if (depth == 0 && opens_document(kept)) {
      if (found.first_of_document > 0)
        throw ResultsError(fmt::format("{}:{}:{}: another document begins here; a result file holds one",
                                       file, number, line.find('{') + 1));
      found.first_of_document = number;
    }
    depth = depth_after(kept, depth);
    found.text += kept;
    found.text += '\n';
  }
  return found;
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// Google Benchmark's JSON, also where other lines stand around it or it has words that JSON does not have, or else another
// format.
#include "reports/results/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

#include "reports/results/allowed_words.hpp"
#include "reports/results/excerpt.hpp"
#include "reports/results/formats/formats.hpp"
#include "reports/results/json_events.hpp"
#include "reports/results/json_input.hpp"
#include "reports/results/other_lines.hpp"
#include "reports/results/result_text.hpp"
#include "reports/results/results_reader.hpp"

namespace parallax::reports {
namespace {

// A log in which results stand. Larger files are results and nothing else.
constexpr std::uintmax_t largest_log = 256 << 20;

Results read(JsonInput& text) {
  ResultsReader reader(text.file());
  parse_json(text, reader);
  return reader.take();
}

// The same without the lines that are no JSON. Nothing if there are no such lines, or if what is between them is broken as
// well: then the text as it stands says more, unless lines before the document broke it.
std::optional<Results> read_among_other_lines(std::string_view whole, const std::string& file) {
  const auto rest = without_other_lines(whole, file);
  if (rest.lines.empty() || rest.first_of_document == 0) return {};
  JsonInput text(file, rest.text);
  Results results;
  try {
    results = read(text);
  } catch (const JsonError&) {
    if (rest.lines.front() < rest.first_of_document) throw;
    return {};
  }
  const auto first = rest.lines.front();
  const auto begin = [&] {
    std::size_t at = 0;
    for (std::size_t line = 1; line < first; ++line) at = whole.find('\n', at) + 1;
    return at;
  }();
  results.sources.front().remarks.push_back(fmt::format(
      "{}:{}: {} not part of the results, and left out: \"{}\"{}", file, first,
      rest.lines.size() == 1 ? "a line that is" : "lines that are",
      excerpt(whole.substr(begin, std::min(whole.find_first_of("\r\n", begin), whole.size()) - begin)),
      rest.lines.size() == 1 ? "" : fmt::format(" and {} more", rest.lines.size() - 1)));
  return results;
}

// What is no JSON as it stands, if the reason is one that programs often give.
std::optional<Results> read_with_remarks(std::string_view whole, const std::string& file) {
  const auto allowed = with_allowed_words(whole);
  std::optional<Results> results;
  try {
    JsonInput text(file, allowed.text);
    if (allowed.count > 0) results = read(text);
  } catch (const JsonError&) {  // not for this reason alone
  }
  if (!results) results = read_among_other_lines(allowed.text, file);
  if (results && allowed.count > 0)
    results->sources.front().remarks.push_back(fmt::format(
        "{}:{}: {} what JSON does not allow (control characters, bytes that are no UTF-8, numbers such as "
        "nan); "
        "read as it is meant",
        file, allowed.first_line,
        allowed.count == 1 ? "a line with" : fmt::format("the first of {} lines with", allowed.count)));
  return results;
}

}  // namespace

std::string_view Source::operator[](std::string_view key) const {
  for (const auto& entry : context)
    if (entry.key == key) return entry.value;
  return {};
}

Results parse_results(std::string_view whole, const std::string& file) {
  try {
    JsonInput text(file, whole);
    return read(text);
  } catch (const JsonError&) {
    if (auto results = read_with_remarks(whole, file)) return *std::move(results);
    throw;
  }
}

Results read_results(const ResultText& text) {
  try {
    if (auto results = read_other_format(text)) return *std::move(results);
    try {
      JsonInput input(text.name(), text.read());
      return read(input);
    } catch (const JsonError&) {
      if (auto results = read_with_remarks(text.whole(largest_log), text.name())) return *std::move(results);
      throw;
    }
  } catch (const std::bad_alloc&) {
    throw ResultsError(fmt::format("{}: cannot be read: needs more memory than there is", text.name()));
  }
}

Results read_results(const std::filesystem::path& file) { return read_results(ResultText(file)); }

}  // namespace parallax::reports

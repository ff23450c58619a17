// SPDX-License-Identifier: MIT
// The journal of a run of `bench` that was cut off, or that still goes on: a line for the run, then one per process. What
// rows and context say is what they say in a result file, so that is what is made of them.
#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "reports/results/formats/formats.hpp"
#include "reports/results/json_input.hpp"

namespace parallax::reports {
namespace {

// A row, and what decides whether it is a repetition.
struct JournalRow {
  std::string_view text;
  std::string cell;
  double iterations = 0;
  bool is_trial = false;
};

// What stands behind a key, up to the brace that closes the line. Writers put that key last.
std::string_view behind(std::string_view line, std::string_view key) {
  const auto at = line.find(key);
  const auto end = line.rfind('}');
  if (at == std::string_view::npos || end < at + key.size()) return {};
  return line.substr(at + key.size(), end - at - key.size());
}

// Nothing of a line that was cut off.
std::optional<JournalRow> row_of(std::string_view line, const std::string& file) {
  try {
    JsonInput input(file, line);
    const auto tree = parse_tree(input);
    const auto text = behind(line, "\"row\":");
    const auto& row = tree["row"];
    if (text.empty() || row["name"].text().empty()) return {};
    return JournalRow{text, std::string(row["name"].text()), row["iterations"].number().value_or(0),
                      tree["trial"].is_true()};
  } catch (const ResultsError&) {
    return {};
  }
}

// The largest number of iterations of each cell with which a repetition was measured. Shorter ones have found it out.
std::map<std::string, double> iterations_of_repetitions(const std::vector<JournalRow>& rows) {
  std::map<std::string, double> largest;
  for (const auto& row : rows)
    if (!row.is_trial) largest[row.cell] = std::max(largest[row.cell], row.iterations);
  return largest;
}

}  // namespace

Results read_journal(std::string_view text, const std::string& file) {
  std::vector<std::string_view> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  std::vector<JournalRow> rows;
  for (std::size_t i = 1; i < lines.size(); ++i)
    if (auto row = row_of(lines[i], file)) rows.push_back(*std::move(row));

  const auto repetitions = iterations_of_repetitions(rows);
  if (repetitions.empty())
    throw ResultsError(fmt::format("{}: the run was cut off before it had measured anything", file));
  std::string whole = fmt::format("{{\"context\":{},\"benchmarks\":[", behind(lines.front(), "\"context\":"));
  const char* between = "\n";
  for (const auto& row : rows) {
    const auto found = repetitions.find(row.cell);
    if (row.is_trial || found == repetitions.end() || row.iterations < found->second) continue;
    whole.append(std::exchange(between, ",\n")).append(row.text);
  }
  auto results = parse_results(whole + "]}", file);
  results.sources.front().remarks.push_back(fmt::format(
      "{}: is the journal of a run that was cut off, or still goes on; what it had measured is shown", file));
  return results;
}

}  // namespace parallax::reports

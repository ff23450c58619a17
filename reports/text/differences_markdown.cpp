// SPDX-License-Identifier: MIT
#include "reports/text/differences_markdown.hpp"

#include <fmt/format.h>

#include "reports/differences_wording.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/plain.hpp"
#include "support/units.hpp"

namespace parallax::reports::text {
namespace {

constexpr std::size_t most_value = 200;

// A row of a table: every cell is Markdown already.
std::string table_row(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const auto& cell : cells) row += ' ' + cell + " |";
  return row + '\n';
}

std::string table_head(const std::vector<std::string>& cells) {
  return table_row(cells) + table_row(std::vector<std::string>(cells.size(), "---"));
}

std::vector<std::string> result_heads(const Differences& found, std::string first, std::size_t from) {
  std::vector<std::string> heads{std::move(first)};
  for (std::size_t k = from; k < found.results.size(); ++k)
    heads.push_back(code_span(found.results[k].name) +
                    (from == 0 ? "" : " / " + code_span(found.results[0].name)));
  return heads;
}

std::string span_of(std::string_view value) {
  return value.empty() ? "–" : code_span(shortened(printable(value), most_value));
}

std::string compared_results(const Differences& found) {
  std::string text = "## Parallax: " + std::to_string(found.results.size()) + " results side by side\n\n";
  for (const auto& one : found.results)
    text += fmt::format("- {}: {}, {}\n", code_span(one.name), code_span(one.files),
                        cells_sentence(one, &one == &found.results.front()));
  return text;
}

std::string compared_contexts(const Differences& found) {
  auto text = table_head(result_heads(found, "context", 0));
  std::size_t equal = 0;
  for (const auto& line : found.context) {
    if (!line.differs) {
      ++equal;
      continue;
    }
    std::vector<std::string> cells{code_span(line.key)};
    for (const auto& value : line.values) cells.push_back(span_of(value));
    text += table_row(cells);
  }
  return text + fmt::format("\n{} more {} equal.\n", equal, equal == 1 ? "is" : "are");
}

// Rows for as long as there is room; how many are left out is said.
template <class Range, class Row>
std::string table_of(const std::vector<std::string>& head, const Range& range, Row row, std::size_t room) {
  if (range.empty()) return {};
  auto text = table_head(head);
  std::size_t shown = 0;
  for (const auto& one : range) {
    const auto line = table_row(row(one));
    if (text.size() + line.size() > room) break;
    text += line;
    ++shown;
  }
  if (shown < range.size()) text += fmt::format("\n… and {} more\n", range.size() - shown);
  return text;
}

std::string folded_table(const std::string& summary, const std::string& table) {
  return table.empty() ? ""
                       : fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n", summary, table);
}

std::vector<std::string> group_row(const GroupDifference& group) {
  std::vector<std::string> cells{code_span(group.kernel) +
                                 (group.runtime.empty() ? "" : ' ' + code_span(group.runtime))};
  for (std::size_t k = 0; k < group.means.size(); ++k)
    cells.push_back(mean_text(group.means[k]) +
                    fmt::format(", {} cell{}", group.cells[k], group.cells[k] == 1 ? "" : "s"));
  return cells;
}

std::vector<std::string> cell_row(const CellDifference& cell) {
  std::vector<std::string> cells{code_span(cell.name)};
  for (const auto& one : cell.others)
    cells.push_back(one.resolved         ? "**" + difference_text(one) + "**"
                    : one.ratio.estimate ? difference_text(one)
                                         : span_of(one.ratio.reason));
  return cells;
}

std::vector<std::string> work_row(const WorkDifference& work, const std::vector<Views>& results) {
  std::vector<std::string> cells{code_span(work.kernel) + ' ' + span_of(work.text)};
  for (std::size_t k = 0; k < results.size(); ++k) {
    const auto& row = results[k].rows[k == 0 ? work.first_row : *work.others[k - 1].row];
    cells.push_back(code_span(way_text(row)) + ": " + seconds_text(row.seconds->point()) +
                    (k == 0 ? "" : ", " + difference_text(work.others[k - 1])));
  }
  return cells;
}

}  // namespace

std::string differences_markdown(const Differences& found, const std::vector<Views>& results) {
  std::string disturbed;
  for (const auto& sentence : disturbance_sentences(found, results))
    disturbed += "**" + printable(sentence) + "**\n\n";
  auto text = disturbed + compared_results(found) + '\n' + works_sentence(found) + "\n\n" +
              differences_sentence(found) + "\n\n";
  auto contexts = compared_contexts(found);
  if (contexts.size() > most_markdown / 3) contexts = "The contexts are left out: too long.\n";
  text += contexts;
  if (found.compared == 0) return text;
  text += "\n> " + side_by_side_warning() + "\n\n";
  const auto ratios = result_heads(found, "times as fast", 1);
  const auto room = (most_markdown - std::min(text.size() + 2000, most_markdown)) / 4;
  text += table_of(ratios, found.kernels, group_row, room);
  text += folded_table("The fastest way to do each work, with as many workers as it takes",
                       table_of(
                           result_heads(found, "work", 0), found.works,
                           [&](const WorkDifference& work) { return work_row(work, results); }, room));
  text += folded_table("By kernel and runtime, with equal workers",
                       table_of(ratios, found.groups, group_row, room));
  text += folded_table("By cell, the largest gain first (bold: surely different)",
                       table_of(ratios, found.cells, cell_row, room));
  return text + '\n' + surely_sentence(found) + '\n';
}

}  // namespace parallax::reports::text

// SPDX-License-Identifier: MIT
#include "benches/harness/console/counter_table.hpp"

#include <algorithm>
#include <map>

#include "benches/harness/console/counter_text.hpp"
#include "support/plain_text.hpp"

namespace parallax {
namespace {

constexpr std::size_t title_width = 11, between_counters = 2;

struct CounterColumn {
  std::string name;
  std::vector<std::string> title;  // "gil_wait_p99" in two lines
  std::vector<std::string> texts;  // of each row; empty where it has none
  std::size_t width = 0;
};

// Broken behind underscores, as few lines as fit.
std::vector<std::string> title_lines(const std::string& name) {
  std::vector<std::string> lines(1);
  for (std::size_t begin = 0; begin < name.size();) {
    const std::size_t end = std::min(name.find('_', begin), name.size() - 1) + 1;
    const std::string part = name.substr(begin, end - begin);
    if (!lines.back().empty() && lines.back().size() + part.size() > title_width) lines.emplace_back();
    lines.back() += part;
    begin = end;
  }
  return lines;
}

// What most cells have first.
std::vector<CounterColumn> columns_of(const std::vector<CountedRow>& rows,
                                      const std::set<std::string>& shown) {
  std::map<std::string, std::size_t> having;
  for (const CountedRow& row : rows) {
    for (const std::string& name : row.results->counter_names()) having[name] += shown.count(name) == 0;
  }
  std::vector<CounterColumn> columns;
  for (const auto& [name, count] : having) {
    if (count == 0) continue;
    CounterColumn column{.name = name, .title = title_lines(name), .texts = {}};
    for (const CountedRow& row : rows) {
      const auto value = row.results->counter(name);
      column.texts.push_back(value ? counter_text(name, *value) : "");
      column.width = std::max(column.width, text::width(column.texts.back()));
    }
    for (const std::string& line : column.title) column.width = std::max(column.width, line.size());
    columns.push_back(std::move(column));
  }
  std::stable_sort(columns.begin(), columns.end(), [&](const CounterColumn& a, const CounterColumn& b) {
    return having[a.name] > having[b.name];
  });
  return columns;
}

void add_block(const std::vector<CountedRow>& rows, const CounterColumn* begin, const CounterColumn* end,
               std::vector<std::string>& lines) {
  std::size_t height = 0;
  for (const CounterColumn* column = begin; column != end; ++column)
    height = std::max(height, column->title.size());
  lines.emplace_back();
  // Titles stand on the last lines.
  for (std::size_t i = 0; i < height; ++i) {
    std::string line(text::width(rows.front().head), ' ');
    for (const CounterColumn* column = begin; column != end; ++column) {
      const std::size_t above = height - column->title.size();
      line += std::string(between_counters, ' ') +
              text::right(i < above ? "" : column->title[i - above], column->width);
    }
    lines.push_back(line);
  }
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto has_none = [row](const CounterColumn& column) { return column.texts[row].empty(); };
    if (std::all_of(begin, end, has_none)) continue;
    std::string line = rows[row].head;
    for (const CounterColumn* column = begin; column != end; ++column)
      line += std::string(between_counters, ' ') + text::right(column->texts[row], column->width);
    lines.push_back(line);
  }
}

}  // namespace

std::vector<std::string> counter_table(const std::vector<CountedRow>& rows,
                                       const std::set<std::string>& shown, std::size_t terminal_columns) {
  std::vector<std::string> lines;
  if (rows.empty()) return lines;
  const auto columns = columns_of(rows, shown);
  const CounterColumn* const last = columns.data() + columns.size();
  for (const CounterColumn* begin = columns.data(); begin != last;) {
    const CounterColumn* end = begin;
    for (std::size_t used = text::width(rows.front().head); end != last; ++end) {
      used += between_counters + end->width;
      if (used > terminal_columns && end != begin) break;
    }
    add_block(rows, begin, end, lines);
    begin = end;
  }
  return lines;
}

}  // namespace parallax

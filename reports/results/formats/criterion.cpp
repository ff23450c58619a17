// SPDX-License-Identifier: MIT
// Criterion (Rust): estimates of one benchmark with their intervals, or, from cargo-criterion, a line per benchmark with
// its samples. Times are nanoseconds.
#include <algorithm>
#include <filesystem>

#include "reports/results/formats/foreign_cells.hpp"
#include "reports/results/formats/formats.hpp"
#include "reports/results/json_input.hpp"

namespace parallax::reports {
namespace {

// ".../criterion/GROUP/NAME/new/estimates.json" is "GROUP/NAME"; elsewhere the folder alone names it.
std::string name_of_folder(const std::string& file) {
  auto folder = std::filesystem::path(file).parent_path();
  if (const auto last = folder.filename(); last == "new" || last == "base" || last == "change")
    folder = folder.parent_path();
  std::string name, last = folder.filename().string();
  for (; !folder.filename().empty(); folder = folder.parent_path()) {
    if (folder.filename() == "criterion" && !name.empty()) return name;
    name = folder.filename().string() + (name.empty() ? "" : "/" + name);
    if (folder == folder.parent_path()) break;
  }
  return last.empty() ? std::filesystem::path(file).stem().string() : last;
}

void add_estimate(Cell& cell, const char* name, const JsonTree& estimate, double scale) {
  const auto value =
      estimate.has("point_estimate") ? estimate["point_estimate"].number() : estimate["estimate"].number();
  add_aggregate(cell, name, value, scale);
  if (!value) return;
  const auto& bounds = estimate.has("confidence_interval") ? estimate["confidence_interval"] : estimate;
  const auto low = bounds["lower_bound"].number(), high = bounds["upper_bound"].number();
  if (low && high) cell.aggregates.back().bounds = {*low * scale, *high * scale};
}

double seconds_of_criterion(std::string_view unit) {
  if (unit == "ps") return 1e-12;
  if (unit == "us" || unit == "µs") return 1e-6;
  if (unit == "ms") return 1e-3;
  return unit == "s" ? 1 : 1e-9;
}

void add_benchmark(ForeignCells& cells, const JsonTree& line) {
  auto& cell = cells.add(std::string(line["id"].text()));
  const auto scale = seconds_of_criterion(line["unit"].text());
  const auto &values = line["measured_values"].items, &counts = line["iteration_count"].items;
  for (std::size_t i = 0; i < std::min(values.size(), counts.size()); ++i)
    if (const auto value = values[i].number(), count = counts[i].number(); value && count)
      cell.seconds.push_back(*value * scale / *count);
  const auto all = std::max(values.size(), counts.size());
  warn_of_others(cell, all - cell.seconds.size(), all);
  cell.planned = cell.seconds.size();
  if (cell.seconds.empty())
    for (const auto* name : {"typical", "mean", "median", "slope", "median_abs_dev"})
      if (line.has(name)) add_estimate(cell, name, line[name], scale);
}

}  // namespace

Results read_criterion(const JsonTree& tree, const std::string& file) {
  ForeignCells cells(file);
  auto& cell = cells.add(name_of_folder(file));
  for (const auto* name : {"mean", "median", "std_dev", "median_abs_dev", "slope"})
    if (tree.has(name)) add_estimate(cell, name, tree[name], 1e-9);
  return cells.take();
}

Results read_criterion_lines(std::string_view text, const std::string& file) {
  ForeignCells cells(file);
  for (std::size_t begin = 0, number = 1; begin < text.size(); ++number) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    begin = end + 1;
    if (line.find("\"benchmark-complete\"") == std::string_view::npos) continue;
    JsonInput input(fmt::format("{}, line {}", file, number), line);
    const auto tree = parse_tree(input);
    if (tree["id"].text().empty())
      cells.leave_out(fmt::format("line {}", number), "\"id\" is missing");
    else
      add_benchmark(cells, tree);
  }
  return cells.take();
}

}  // namespace parallax::reports

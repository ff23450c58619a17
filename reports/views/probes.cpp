// SPDX-License-Identifier: MIT
#include "reports/views/probes.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <tuple>

#include "support/units.hpp"

namespace parallax::reports {
namespace {

// What every cell has.
constexpr std::array<std::string_view, 6> common{
    "bytes_per_second", "items_per_second", "pss", "start", "stop", "switches"};

std::string case_text(const CellId& id) {
  std::string text;
  if (id.workers) text = count_text(*id.workers) + (*id.workers == 1 ? " worker, " : " workers, ");
  text += count_text(id.size.value_or(1)) + (id.size.value_or(1) == 1 ? " item" : " items");
  if (const auto parameters = parameters_text(id); !parameters.empty()) text += ", " + parameters;
  return text;
}

// Numbers by their size, so that 8 bytes come before 256.
std::vector<std::pair<std::size_t, std::string>> natural(const CellId& id) {
  std::vector<std::pair<std::size_t, std::string>> key;
  for (const auto& [name, value] : id.parameters) key.emplace_back(value.size(), value);
  return key;
}

void sort_by_time(std::vector<std::size_t>& indexes, const std::vector<Row>& rows) {
  std::stable_sort(indexes.begin(), indexes.end(), [&](std::size_t a, std::size_t b) {
    const auto key = [&](std::size_t index) {
      const auto seconds = seconds_per_item(rows[index]);
      return std::tuple(!seconds, seconds ? seconds->point() : 0.0);
    };
    return key(a) < key(b);
  });
}

ProbeView view_of(const std::string& name, const std::vector<std::size_t>& indexes,
                  const std::vector<Row>& rows) {
  ProbeView view{name, {}, {}};
  std::set<std::string> counters;
  using Key = std::tuple<std::vector<std::pair<std::size_t, std::string>>, std::int64_t, std::int64_t>;
  std::map<Key, ProbeCase> cases;
  for (const auto index : indexes) {
    const auto& row = rows[index];
    auto& one = cases[Key(natural(row.id), row.id.size.value_or(0), row.id.workers.value_or(0))];
    one.text = case_text(row.id);
    one.rows.push_back(index);
    for (const auto& counter : row.counters)
      if (std::find(common.begin(), common.end(), counter.first) == common.end())
        counters.insert(counter.first);
  }
  view.counters.assign(counters.begin(), counters.end());
  for (auto& [key, one] : cases) {
    sort_by_time(one.rows, rows);
    view.cases.push_back(std::move(one));
  }
  return view;
}

}  // namespace

std::set<std::string> probe_names(const std::vector<Source>& sources) {
  std::set<std::string> names;
  for (const auto& source : sources) {
    std::string_view rest = source["probes"];
    while (!rest.empty()) {
      const auto end = std::min(rest.find(','), rest.size());
      names.emplace(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return names;
}

std::vector<ProbeView> gather_probes(const std::vector<Row>& rows) {
  std::map<std::string, std::vector<std::size_t>> found;
  for (std::size_t index = 0; index < rows.size(); ++index)
    if (rows[index].probe) found[rows[index].id.kernel].push_back(index);
  std::vector<ProbeView> views;
  for (const auto& [name, indexes] : found) views.push_back(view_of(name, indexes, rows));
  return views;
}

std::optional<Estimate> seconds_per_item(const Row& row) {
  if (!row.seconds || !row.id.size || *row.id.size < 1) return row.seconds;
  const auto items = static_cast<double>(*row.id.size);
  return row.seconds->through([=](double seconds) { return seconds / items; });
}

}  // namespace parallax::reports

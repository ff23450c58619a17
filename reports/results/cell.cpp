// SPDX-License-Identifier: MIT
// Names and statuses of cells.
#include "reports/results/cell.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace parallax::reports {
namespace {

// Google Benchmark puts how it measured behind the name; that is no property of the cell.
bool says_how_measured(std::string_view part) {
  constexpr std::array<std::string_view, 3> whole{"manual_time", "real_time", "process_time"};
  constexpr std::array<std::string_view, 4> prefixes{
      "iterations:", "repeats:", "min_time:", "min_warmup_time:"};
  return std::find(whole.begin(), whole.end(), part) != whole.end() ||
         std::any_of(prefixes.begin(), prefixes.end(),
                     [&](auto prefix) { return part.substr(0, prefix.size()) == prefix; });
}

std::vector<std::string_view> split(std::string_view name) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= name.size();) {
    const auto end = std::min(name.find('/', begin), name.size());
    parts.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::optional<std::int64_t> count(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

bool is_word(std::string_view part) { return !part.empty() && part.find(':') == std::string_view::npos; }

// Adds one key:value part; false if it is not one, or stands there twice.
bool add_part(CellId& id, std::string_view part) {
  const auto colon = part.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const auto key = part.substr(0, colon);
  const auto value = part.substr(colon + 1);
  for (const auto& [name, field] : {std::pair{"workers", &CellId::workers}, std::pair{"size", &CellId::size},
                                    std::pair{"grain", &CellId::grain}}) {
    if (key != name) continue;
    if (id.*field) return false;
    id.*field = count(value);
    return (id.*field).has_value();
  }
  id.parameters.emplace_back(key, value);
  return true;
}

std::optional<CellId> parse_own_name(std::string_view name) {
  auto parts = split(name);
  CellId id;
  if (parts.front() == "control") {
    id.control = true;
    parts.erase(parts.begin());
  }
  if (parts.size() < 3 || !is_word(parts[0]) || !is_word(parts[1])) return std::nullopt;
  id.kernel = parts[0];
  id.runtime = parts[1];
  for (std::size_t i = 2; i < parts.size(); ++i)
    if (!says_how_measured(parts[i]) && !add_part(id, parts[i])) return std::nullopt;
  if (!id.workers) return std::nullopt;
  std::sort(id.parameters.begin(), id.parameters.end());
  return id;
}

struct NamedStatus {
  Status status;
  std::string_view name;
};

// In the order of their weight: the first that occurs is the status of a cell.
constexpr std::array<NamedStatus, 9> statuses{{{Status::wrong, "wrong"},
                                               {Status::crashed, "crashed"},
                                               {Status::timed_out, "timed out"},
                                               {Status::failed, "failed"},
                                               {Status::unreadable, "unreadable"},
                                               {Status::interrupted, "interrupted"},
                                               {Status::not_supported, "not supported"},
                                               {Status::aggregated, "aggregates only"},
                                               {Status::value, "ok"}}};

}  // namespace

std::string CellId::work() const {
  std::string text =
      kernel + '\n' + (size ? std::to_string(*size) : "") + '\n' + (grain ? std::to_string(*grain) : "");
  for (const auto& [key, value] : parameters) text += '\n' + key + ':' + value;
  return text;
}

CellId parse_cell_name(std::string_view name) {
  if (auto id = parse_own_name(name)) return *std::move(id);
  CellId foreign;
  foreign.kernel = name;
  return foreign;
}

std::string parameters_text(const CellId& id) {
  std::string text;
  for (const auto& [key, value] : id.parameters) text += (text.empty() ? "" : " ") + key + ':' + value;
  return text;
}

std::string_view status_name(Status status) {
  return std::find_if(statuses.begin(), statuses.end(),
                      [&](const NamedStatus& named) { return named.status == status; })
      ->name;
}

Status status_of_error(std::string_view message) {
  for (const auto& [status, name] : statuses)
    if (status != Status::value && status != Status::aggregated && message.substr(0, name.size()) == name &&
        message.substr(name.size(), 1) == ":")
      return status;
  return Status::failed;
}

const Aggregate* Cell::aggregate(std::string_view wanted) const {
  const auto found = std::find_if(aggregates.begin(), aggregates.end(),
                                  [&](const Aggregate& one) { return one.name == wanted; });
  return found == aggregates.end() ? nullptr : &*found;
}

Status status_of(const Cell& cell) {
  if (cell.repetitions() == 0 && !cell.aggregates.empty()) return Status::aggregated;
  for (const auto& named : statuses)
    for (const auto& error : cell.errors)
      if (status_of_error(error) == named.status) return named.status;
  return Status::value;
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// Finding the other cell, and saying why there is none.
#include "reports/views/comparison.hpp"

#include <algorithm>

namespace parallax::reports {
namespace {

std::string key_of(const CellId& id) {
  return id.work() + '\n' + id.runtime + '\n' + (id.workers ? std::to_string(*id.workers) : "");
}

// Why this cell has no time to compare with, or nothing.
std::string unusable(const Cell& cell) {
  if (const auto status = status_of(cell); status != Status::value)
    return cell.name + ": " + std::string(status_name(status));
  if (std::any_of(cell.seconds.begin(), cell.seconds.end(), [](double seconds) { return !(seconds > 0); }))
    return cell.name + ": a repetition took no measurable time";
  return {};
}

}  // namespace

Ratio compare(const Cell& above, const Cell& below) {
  for (const auto* cell : {&above, &below})
    if (auto reason = unusable(*cell); !reason.empty()) return {{}, std::move(reason)};
  return {ratio_of_medians(above.seconds, below.seconds), {}};
}

Comparisons::Comparisons(const std::vector<Cell>& cells) {
  for (const auto& cell : cells) {
    if (cell.id.control) continue;
    measured_.try_emplace(key_of(cell.id), &cell);
    if (cell.id.runtime != "serial") continue;
    auto& serial = serial_.try_emplace(cell.id.work(), &cell).first->second;
    if (cell.id.workers < serial->id.workers) serial = &cell;
  }
}

Ratio Comparisons::speedup(const Cell& cell) const {
  if (cell.id.runtime.empty()) return {{}, "another project's name: no runtime to compare"};
  const auto found = serial_.find(cell.id.work());
  if (found == serial_.end()) return {{}, "no serial cell of the same work"};
  const auto& serial = *found->second;
  if (&serial == &cell && unusable(cell).empty()) return {Estimate::exactly(1), {}};  // being the unit
  return compare(serial, cell);
}

const Cell* Comparisons::twin(const Cell& control) const {
  const auto found = measured_.find(key_of(control.id));
  return found == measured_.end() ? nullptr : found->second;
}

}  // namespace parallax::reports

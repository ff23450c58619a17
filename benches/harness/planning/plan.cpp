// SPDX-License-Identifier: MIT
#include "benches/harness/planning/plan.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace parallax {
namespace {

// As in the report.
constexpr double waiting_share = 0.2, mixed_share = 0.8, tiny_chunk_seconds = 10e-6;

// Of what a unit may cost, if there is none so cheap that is typical.
constexpr double share_more = 3;

constexpr std::array ranked_kinds{WorkKind::coarse,    WorkKind::tiny,   WorkKind::recursive,
                                  WorkKind::dependent, WorkKind::memory, WorkKind::waiting,
                                  WorkKind::mixed,     WorkKind::unknown};

double busy_share(const SerialRun& serial) { return serial.computing_seconds / serial.seconds(); }

double chunk_seconds(const Cell& cell, const SerialRun& serial) {
  const double chunks =
      static_cast<double>(cell.parameters.size) / static_cast<double>(cell.parameters.grain);
  return serial.seconds() / std::max(1.0, chunks);
}

// The cells of one work, by what they are for.
struct Levels {
  std::vector<std::size_t> most, fewest, between, controls, launched_most, launched_rest, slow;
};

Levels levels_of(const PlannedWork& work, const std::vector<Cell>& cells, const std::vector<double>& seconds,
                 PlanLimits limits) {
  using Runtime = std::pair<std::string_view, bool>;
  std::map<Runtime, std::pair<int, int>> range;  // of the numbers of workers
  const auto runtime_of = [&](std::size_t index) {
    return Runtime{cells[index].subject->runtime(), cells[index].subject->control()};
  };
  for (const std::size_t index : work.cells) {
    const int workers = cells[index].workers;
    const auto [known, is_new] = range.try_emplace(runtime_of(index), workers, workers);
    known->second = {std::min(known->second.first, workers), std::max(known->second.second, workers)};
  }
  Levels levels;
  for (const std::size_t index : work.cells) {
    const Cell& cell = cells[index];
    const auto [fewest, most] = range.at(runtime_of(index));
    // All others are compared with the serial one, so it may cost more.
    const bool is_baseline = cell.subject->runtime() == "serial";
    if (seconds[index] > (is_baseline ? limits.unit_seconds : limits.cell_seconds)) {
      levels.slow.push_back(index);
    } else if (cell.subject->needs_launcher()) {
      (cell.workers == most ? levels.launched_most : levels.launched_rest).push_back(index);
    } else if (cell.subject->control()) {
      (cell.workers == most ? levels.controls : levels.between).push_back(index);
    } else if (cell.workers == most) {
      levels.most.push_back(index);
    } else {
      (cell.workers == fewest ? levels.fewest : levels.between).push_back(index);
    }
  }
  // Alone it is no comparison.
  const auto is_baseline = [&](std::size_t index) { return cells[index].subject->runtime() == "serial"; };
  if (!levels.slow.empty() && std::all_of(levels.most.begin(), levels.most.end(), is_baseline))
    levels.slow.insert(levels.slow.begin(), levels.most.begin(), levels.most.end()), levels.most.clear();
  return levels;
}

class Planner {
 public:
  Planner(const std::vector<Cell>& cells, const std::vector<PlannedWork>& works,
          const std::vector<double>& seconds, PlanLimits limits)
      : cells_(cells), works_(works), seconds_(seconds), limits_(limits) {
    for (const PlannedWork& work : works) levels_.push_back(levels_of(work, cells, seconds, limits));
    for (const WorkKind kind : ranked_kinds) ordered_.push_back(in_order(kind));
  }

  std::vector<Unit> units() {
    add_place(0, 1, &Levels::most);
    add_place(0, 2, &Levels::fewest);
    add_place(1, 3, &Levels::most);
    for (std::size_t work = 0; work < works_.size(); ++work) {
      if (works_[work].kind != WorkKind::overhead) continue;
      add(work, 4, &Levels::most);
      add(work, 4, &Levels::controls);
    }
    for (std::size_t place = 0; place < 2; ++place) add_place(place, 4, &Levels::controls);
    add_place(0, 5, &Levels::launched_most);
    add_all(2, 6, &Levels::most);
    add_all(1, 6, &Levels::fewest);
    for (const auto level : {&Levels::most, &Levels::fewest, &Levels::controls, &Levels::between,
                             &Levels::launched_most, &Levels::launched_rest, &Levels::slow}) {
      add_all(0, 7, level);
      for (std::size_t work = 0; work < works_.size(); ++work) add(work, 7, level);
    }
    return std::move(units_);
  }

 private:
  using Level = std::vector<std::size_t> Levels::*;

  double cost(const std::vector<std::size_t>& cells) const {
    return std::accumulate(cells.begin(), cells.end(), 0.0,
                           [&](double sum, std::size_t index) { return sum + seconds_[index]; });
  }

  // The works of a kind: first the longest typical job that is affordable, because the shortest show
  // only how they are handed out; then one of another kernel or grain; then the rest, the cheapest first.
  std::vector<std::size_t> in_order(WorkKind kind) const {
    std::vector<std::size_t> works;
    for (std::size_t work = 0; work < works_.size(); ++work) {
      if (works_[work].kind == kind) works.push_back(work);
    }
    // A work that is put off as a whole is the last.
    const auto cost_of = [&](std::size_t work) {
      return levels_[work].most.empty() ? std::numeric_limits<double>::infinity() : cost(levels_[work].most);
    };
    std::stable_sort(works.begin(), works.end(),
                     [&](std::size_t a, std::size_t b) { return cost_of(a) < cost_of(b); });
    if (works.size() < 2) return works;
    const auto first = representative(works, cost_of);
    std::rotate(works.begin(), first, first + 1);
    const auto different = std::find_if(works.begin() + 1, works.end(), [&](std::size_t work) {
      const Cell &one = cells_[works_[works[0]].cells[0]], &other = cells_[works_[work].cells[0]];
      return cost_of(work) <= limits_.unit_seconds && (one.subject->kernel() != other.subject->kernel() ||
                                                       one.parameters.grain != other.parameters.grain);
    });
    if (different != works.end()) std::rotate(works.begin() + 1, different, different + 1);
    return works;
  }

  // Of works of one kind, the cheapest first.
  template <class CostOf>
  std::vector<std::size_t>::iterator representative(std::vector<std::size_t>& works,
                                                    const CostOf& cost_of) const {
    const auto longest = [&](const auto& is_chosen) {
      auto found = works.end();
      for (auto work = works.begin(); work != works.end(); ++work) {
        if (cost_of(*work) > limits_.unit_seconds || !is_chosen(*work)) continue;
        if (found == works.end() || works_[*work].serial.seconds() >= works_[*found].serial.seconds())
          found = work;
      }
      return found;
    };
    const auto is_typical = [&](std::size_t work) { return works_[work].is_typical; };
    if (const auto found = longest(is_typical); found != works.end()) return found;
    // An answer about another kind of work is none: rather a typical work that costs somewhat more.
    const auto dearer = std::find_if(works.begin(), works.end(), is_typical);
    if (dearer != works.end() && cost_of(*dearer) <= share_more * limits_.unit_seconds) return dearer;
    const auto found = longest([](std::size_t) { return true; });
    return found == works.end() ? works.begin() : found;
  }

  void add(std::size_t work, int step, Level level) {
    if (!planned_.insert({work, level_number(level)}).second || (levels_[work].*level).empty()) return;
    units_.push_back({levels_[work].*level, work, step});
  }

  void add_place(std::size_t place, int step, Level level) {
    for (const auto& works : ordered_) {
      if (place < works.size()) add(works[place], step, level);
    }
  }

  // By turns over the kinds.
  void add_all(std::size_t first, int step, Level level) {
    for (std::size_t place = first; place < works_.size(); ++place) add_place(place, step, level);
  }

  static int level_number(Level level) {
    constexpr std::array<Level, 7> levels{&Levels::most,     &Levels::fewest,        &Levels::between,
                                          &Levels::controls, &Levels::launched_most, &Levels::launched_rest,
                                          &Levels::slow};
    return static_cast<int>(std::find(levels.begin(), levels.end(), level) - levels.begin());
  }

  const std::vector<Cell>& cells_;
  const std::vector<PlannedWork>& works_;
  const std::vector<double>& seconds_;
  const PlanLimits limits_;
  std::vector<Levels> levels_;
  std::vector<std::vector<std::size_t>> ordered_;  // works by kind, in the order of ranked_kinds
  std::set<std::pair<std::size_t, int>> planned_;
  std::vector<Unit> units_;
};

}  // namespace

std::vector<PlannedWork> works_of(const std::vector<Cell>& cells) {
  std::vector<PlannedWork> works;
  std::map<std::pair<std::string_view, Case>, std::size_t> known;
  for (std::size_t index = 0; index < cells.size(); ++index) {
    const auto [where, is_new] =
        known.try_emplace({cells[index].subject->kernel(), cells[index].parameters}, works.size());
    if (is_new) works.emplace_back();
    works[where->second].cells.push_back(index);
  }
  return works;
}

SerialRun serial_run(const Cell& cell, double answer_seconds, double answer_cpu_seconds) {
  const double waits = std::chrono::duration<double>(cell.subject->least_time(cell.parameters, 1)).count();
  const double computes =
      answer_cpu_seconds > 0 ? std::min(answer_cpu_seconds, answer_seconds) : answer_seconds;
  return {std::max(waits, answer_seconds - computes), computes};
}

WorkKind kind_of_work(const Cell& cell, const SerialRun& serial) {
  if (cell.subject->kernel() == "empty") return WorkKind::overhead;
  if (serial.seconds() <= 0) return WorkKind::unknown;
  if (busy_share(serial) < waiting_share) return WorkKind::waiting;
  if (busy_share(serial) < mixed_share) return WorkKind::mixed;
  if (cell.subject->is_tree()) return WorkKind::recursive;
  if (cell.subject->is_graph()) return WorkKind::dependent;
  if (cell.subject->bytes_per_item(cell.parameters) != 0) return WorkKind::memory;
  return chunk_seconds(cell, serial) < tiny_chunk_seconds ? WorkKind::tiny : WorkKind::coarse;
}

bool is_typical_work(const Cell& cell, const SerialRun& serial) {
  const double factor = 2, busy = busy_share(serial), chunk = chunk_seconds(cell, serial);
  const std::string_view folder = cell.subject->folder();
  const double told = std::chrono::duration<double>(cell.subject->least_time(cell.parameters, 1)).count();
  const bool waits_as_told = told * factor > serial.waiting_seconds;
  const auto may_be = [&](std::string_view one) { return folder.empty() || folder == one; };
  switch (kind_of_work(cell, serial)) {
    case WorkKind::waiting:
      return may_be("io") && waits_as_told && busy < waiting_share / factor;
    case WorkKind::mixed:
      return may_be("mixed") && waits_as_told && busy > waiting_share * factor &&
             1 - busy > (1 - mixed_share) * factor;
    case WorkKind::tiny:
      return may_be("cpu") && chunk < tiny_chunk_seconds / factor;
    case WorkKind::coarse:
      return may_be("cpu") && chunk > tiny_chunk_seconds * factor;
    default:
      return true;
  }
}

std::vector<Unit> plan(const std::vector<Cell>& cells, const std::vector<PlannedWork>& works,
                       const std::vector<double>& seconds, PlanLimits limits) {
  return Planner(cells, works, seconds, limits).units();
}

}  // namespace parallax

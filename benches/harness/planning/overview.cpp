// SPDX-License-Identifier: MIT
#include "benches/harness/planning/overview.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

#include "benches/harness/planning/contest.hpp"

namespace parallax {
namespace {

constexpr std::size_t smallest_window = 3, largest_window = 12, begun_per_open_cell = 10;

// More repetitions than these narrow no interval that anyone reads.
constexpr std::size_t most_repetitions = 30;

// What the work that stands for its kind may cost under all runtimes, and what one cell may cost, of the
// whole budget.
constexpr double share_of_a_unit = 1.0 / 20, share_of_a_cell = 1.0 / 60;

// What is expected may take longer.
constexpr double safety = 1.1;

// Serial runs only prepare the plan.
constexpr double share_of_looking = 0.15;

}  // namespace

Overview::Overview(const std::vector<Cell>& cells, Options options, World world)
    : cells_(cells),
      options_(options),
      world_(std::move(world)),
      begin_(world_.now()),
      works_(works_of(cells)),
      work_of_(cells.size()),
      expected_(cells_, works_, work_of_, options.processors,
                {options.repetitions, options.min_seconds, options.iterations}),
      random_(options.seed) {
  for (std::size_t work = 0; work < works_.size(); ++work) {
    for (const std::size_t index : works_[work].cells) work_of_[index] = work;
  }
}

double Overview::left() const {
  if (!options_.budget_seconds) return std::numeric_limits<double>::infinity();
  return *options_.budget_seconds - (world_.now() - begin_);
}

double Overview::most_cell_seconds() const {
  if (!options_.budget_seconds) return std::numeric_limits<double>::infinity();
  return *options_.budget_seconds * share_of_a_cell;
}

double Overview::expected_of_active() const {
  double sum = 0;
  for (const Active& active : active_) {
    const auto to_come = active.measured.planned - active.measured.outcomes.size();
    sum += static_cast<double>(to_come) * active.repetition_seconds;
  }
  for (const std::size_t index : ready_) sum += expected_.of(index);
  return sum;
}

Overview::Forecast Overview::look() {
  for (PlannedWork& work : works_) {
    const Cell& cell = cells_[work.cells.front()];
    const bool in_time =
        !options_.budget_seconds || left() > (1 - share_of_looking) * *options_.budget_seconds;
    if (world_.interrupted()) break;
    if (!in_time) continue;
    work.serial = world_.serial_run(cell).value_or(SerialRun{});
    work.kind = kind_of_work(cell, work.serial);
    work.is_typical = is_typical_work(cell, work.serial);
  }
  std::vector<double> seconds;
  for (std::size_t index = 0; index < cells_.size(); ++index) seconds.push_back(expected_.of(index));
  const double most = options_.budget_seconds ? *options_.budget_seconds * share_of_a_unit
                                              : std::numeric_limits<double>::infinity();
  units_ = plan(cells_, works_, seconds, {.unit_seconds = most, .cell_seconds = most_cell_seconds()});
  return forecast();
}

// As run() would do it if everything took what is expected.
Overview::Forecast Overview::forecast() const {
  Forecast forecast;
  double rest = left(), whole = 0;
  std::set<std::size_t> put_off;
  for (const Unit& unit : units_) {
    const double cost = expected_.of(unit);
    if (cost * safety > rest) put_off.insert(unit.work);
    if (put_off.count(unit.work) != 0) continue;
    rest -= cost;
    whole += cost;
    forecast.cells += unit.cells.size();
  }
  forecast.seconds = whole;
  if (!options_.budget_seconds) return forecast;
  // What is left goes into further repetitions.
  const double most = static_cast<double>(most_repetitions) / static_cast<double>(options_.repetitions);
  forecast.seconds = std::min(left(), whole * most);
  return forecast;
}

// The next unit for which there is time. If there is none for any from the beginning, as many cells as fit of
// the first.
void Overview::admit_unit() {
  const double rest = left() - expected_of_active();
  // The first unit of a work has what the others are compared with.
  std::set<std::size_t> put_off;
  const auto fitting = std::find_if(units_.begin(), units_.end(), [&](const Unit& unit) {
    if (expected_.of(unit) * safety > rest) put_off.insert(unit.work);
    return put_off.count(unit.work) == 0;
  });
  if (fitting != units_.end()) {
    ready_ = fitting->cells;
    units_.erase(fitting);
  } else if (done_.empty() && active_.empty() && !units_.empty()) {
    double room = rest;
    for (const std::size_t index : units_.front().cells) {
      room -= expected_.of(index);
      if (!ready_.empty() && room < 0) break;
      ready_.push_back(index);
    }
    units_.clear();
  }
  std::shuffle(ready_.begin(), ready_.end(), random_);
}

void Overview::fill_window() {
  const std::size_t begun = done_.size() + active_.size();
  const std::size_t window = std::clamp(begun / begun_per_open_cell, smallest_window, largest_window);
  while (active_.size() < window && !world_.interrupted()) {
    if (ready_.empty()) admit_unit();
    if (ready_.empty()) return;
    const std::size_t index = ready_.back();
    ready_.pop_back();
    begin(index);
  }
}

Outcome Overview::timed(const Cell& cell, std::int64_t iterations, double& seconds) {
  const double before = world_.now();
  Outcome outcome = world_.measure(cell, iterations);
  seconds = world_.now() - before;
  return outcome;
}

// Finds the number of iterations. A trial that has as many already is the first repetition.
void Overview::begin(std::size_t index) {
  const Cell& cell = cells_[index];
  Active active{.measured = {.cell = index, .planned = options_.repetitions, .outcomes = {}}};
  const bool is_known_to_be_slow = expected_.of(index) > most_cell_seconds();
  const double guess = expected_.iteration(index);
  std::int64_t trial = std::max<std::int64_t>(options_.iterations, 1);
  for (;;) {
    double took = 0;
    Outcome outcome = timed(cell, trial, took);
    if (outcome.status == Status::interrupted) return;  // nothing is known of it
    if (outcome.status != Status::value) {
      active.measured.outcomes.push_back(std::move(outcome));
      done_.push_back(std::move(active));
      return;
    }
    expected_.learn(index, guess, trial, took);
    const double iteration = outcome.measurement.seconds / static_cast<double>(trial);
    const std::int64_t right =
        options_.iterations > 0 ? options_.iterations : iterations_for(iteration, options_.min_seconds);
    const auto more = static_cast<double>(right - trial);
    active.repetition_seconds = took + more * iteration;
    active.measured.iterations = right;
    if (right == trial) {
      active.measured.outcomes.push_back(std::move(outcome));
      break;
    }
    // One iteration of a new process says little about many.
    if (right < 10 || trial > 1) break;
    trial = std::max<std::int64_t>(right / 10, 2);
  }
  const auto to_come = active.measured.planned - active.measured.outcomes.size();
  const double cost = static_cast<double>(to_come) * active.repetition_seconds;
  // But for the one that all others are compared with.
  const bool is_needed = cell.subject->runtime() == "serial";
  if (cost > 2 * most_cell_seconds() && !is_known_to_be_slow && !is_needed) {
    left_out_.push_back(index);
    return;
  }
  (active.measured.is_complete() ? done_ : active_).push_back(std::move(active));
}

void Overview::repeat(Active& active) {
  double took = 0;
  Outcome outcome = timed(cells_[active.measured.cell], active.measured.iterations, took);
  if (outcome.status == Status::interrupted) return;
  active.repetition_seconds = took;
  active.measured.outcomes.push_back(std::move(outcome));
}

void Overview::run(const Progress& progress) {
  std::size_t last = cells_.size();
  for (;;) {
    fill_window();
    const std::size_t expected_cells = done_.size() + active_.size() + ready_.size() + forecast().cells;
    progress(done_.size(), expected_cells,
             options_.budget_seconds ? left() : expected_of_active() + forecast().seconds);
    if (active_.empty() || world_.interrupted()) break;
    // Never the same cell twice in a row if there is another: what a run leaves in caches and in the kernel
    // should not help the next one of its kind.
    std::size_t chosen = std::uniform_int_distribution<std::size_t>(0, active_.size() - 1)(random_);
    if (active_[chosen].measured.cell == last) chosen = (chosen + 1) % active_.size();
    Active& active = active_[chosen];
    last = active.measured.cell;
    repeat(active);
    if (!active.measured.is_complete()) continue;
    done_.push_back(std::move(active));
    active_.erase(active_.begin() + static_cast<std::ptrdiff_t>(chosen));
  }
  if (options_.budget_seconds) deepen(progress);
}

// Further repetitions: first where it is not clear who wins, then everywhere.
void Overview::deepen(const Progress& progress) {
  for (bool only_unclear = true;;) {
    std::vector<std::size_t> chosen;
    if (only_unclear) {
      std::vector<std::reference_wrapper<const MeasuredCell>> measured;
      for (const Active& one : done_) measured.emplace_back(one.measured);
      chosen = undecided(measured, cells_, work_of_);
    } else {
      chosen.resize(done_.size());
      std::iota(chosen.begin(), chosen.end(), std::size_t{0});
    }
    std::erase_if(chosen, [&](std::size_t index) {
      const Active& one = done_[index];
      return one.measured.has_failed() || one.measured.outcomes.size() >= most_repetitions ||
             one.repetition_seconds > left();
    });
    if (chosen.empty()) {
      if (!only_unclear) return;
      only_unclear = false;
      continue;
    }
    std::shuffle(chosen.begin(), chosen.end(), random_);
    for (const std::size_t index : chosen) {
      if (world_.interrupted()) return;
      if (done_[index].repetition_seconds > left()) continue;
      repeat(done_[index]);
      done_[index].measured.planned =
          std::max(done_[index].measured.planned, done_[index].measured.outcomes.size());
      progress(done_.size(), done_.size(), left());
    }
  }
}

std::vector<MeasuredCell> Overview::results() const {
  std::vector<MeasuredCell> all;
  for (const auto* list : {&done_, &active_}) {
    for (const Active& one : *list) {
      if (!one.measured.outcomes.empty()) all.push_back(one.measured);
    }
  }
  std::sort(all.begin(), all.end(),
            [](const MeasuredCell& a, const MeasuredCell& b) { return a.cell < b.cell; });
  return all;
}

}  // namespace parallax

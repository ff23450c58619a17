// SPDX-License-Identifier: MIT
#include "reports/gate/measurement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "reports/gate/judgement.hpp"
#include "reports/gate/machine.hpp"
#include "reports/gate/plan.hpp"
#include "reports/gate/workers.hpp"

namespace parallax::reports::gate {
namespace {

// Of the budget, kept for the second stage.
constexpr double confirming_share = 0.3;
constexpr std::size_t fewest_pairs = 8;
// Of the pairs asked for, how many may be lost to the machine and measured again.
constexpr double most_repeated = 0.5;

}  // namespace

Measurement::Measurement(const Settings& settings, Subject& base, Subject& head, Subject& control,
                         Interruptions& interruptions)
    : settings_(settings),
      base_(base),
      head_(head),
      control_(control),
      interruptions_(interruptions),
      schedule_(settings.seed),
      start_(std::chrono::steady_clock::now()) {}

double Measurement::elapsed() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

double Measurement::left() const { return settings_.budget > 0 ? settings_.budget - elapsed() : 1e9; }

void Measurement::say(const std::string& line) const {
  if (settings_.progress) settings_.progress(line);
}

bool Measurement::stopped() {
  if (comparison_->incomplete.empty() && interruptions_.signal() != 0)
    comparison_->incomplete =
        fmt::format("ended by signal {} after {:.0f} s", interruptions_.signal(), elapsed());
  return !comparison_->incomplete.empty();
}

void Measurement::run(Comparison& comparison) {
  comparison_ = &comparison;
  start_ = std::chrono::steady_clock::now();
  comparison.budget = settings_.budget;
  comparison.family_error = settings_.family_error;
  comparison.seed = settings_.seed;
  comparison.strict = settings_.strict;
  comparison.allow_removed = settings_.allow_removed;
  list();
  calibrate();
  fit_into_budget();
  screen();
  confirm();
  judge(comparison, settings_);
  comparison.seconds = elapsed();
}

// The head's order; what only the base has comes last.
void Measurement::list() {
  say("listing");
  const auto theirs = base_.list(settings_.filter, settings_.time_limit);
  const auto ours = head_.list(settings_.filter, settings_.time_limit);
  if (theirs.empty() && ours.empty())
    throw SubjectError(settings_.filter.empty()
                           ? "neither program has benchmarks"
                           : fmt::format("no benchmark matches \"{}\"", settings_.filter));
  const std::set<std::string> in_base(theirs.begin(), theirs.end()), in_head(ours.begin(), ours.end());
  const int most_workers = settings_.most_workers > 0 ? settings_.most_workers : usable_processors();
  std::set<std::string> seen;
  for (const auto& name : ours) {
    if (!seen.insert(name).second) {
      for (auto& cell : comparison_->cells)
        if (cell.name == name) cell.verdict = Verdict::error, cell.reason = "two benchmarks have this name";
      continue;
    }
    CellOutcome cell;
    cell.name = name;
    cell.verdict = !in_base.count(name)              ? Verdict::added
                   : workers_of(name) > most_workers ? Verdict::observed
                                                     : Verdict::inconclusive;
    comparison_->cells.push_back(std::move(cell));
  }
  for (const auto& name : theirs) {
    if (in_head.count(name) || !seen.insert(name).second) continue;
    CellOutcome cell;
    cell.name = name;
    cell.verdict = Verdict::removed;
    comparison_->cells.push_back(std::move(cell));
  }
}

// Runs the cell once more and more often until its time is known. False if it cannot be measured.
bool Measurement::probe(Task& task, Subject& subject, Arm arm) {
  const double limit = std::min(settings_.time_limit, std::max(left(), 1.0));
  auto& cell = outcome(task);
  Visit seen;
  const auto run = [&](const Plan& plan) {
    seen = Visit{};
    const double before = elapsed();
    subject.run(cell.name, plan, schedule_.padding(), limit, seen);
    task.cost = elapsed() - before;
    if (stopped()) return false;
    if (seen.failure.empty()) return true;
    if (limit < settings_.time_limit &&
        task.cost >= limit) {  // the budget ended, which says nothing of the program
      cell.verdict = Verdict::left_out;
      cell.reason = "no time was left to learn how long it takes";
      return false;
    }
    cell.verdict = arm == Arm::base ? Verdict::invalid : Verdict::error;
    cell.reason = fmt::format(
        "{}: {}", arm == Arm::base ? "the base fails here, so there is nothing to compare with" : "head",
        seen.failure);
    return false;
  };
  if (arm == Arm::head) return run(task.plan);
  const bool counts = base_.takes_iterations() && head_.takes_iterations();
  std::optional<Plan> plan = first_probe(counts);
  while (plan) {
    if (!run(*plan)) return false;
    plan = next_probe(*plan, value_of(seen, Metric::wall), settings_.visit);
  }
  task.plan = plan_for(value_of(seen, Metric::wall), settings_.visit, counts, subject.fresh_repetitions());
  cell.iterations = task.plan.iterations;
  return true;
}

// In random order: if there is no time for all cells, those that are left out are not all of one kind.
void Measurement::calibrate() {
  double screening = 0;  // seconds that screening what is calibrated takes at least
  std::size_t done = 0, unreached = 0;
  for (const auto i : schedule_.order(comparison_->cells.size())) {
    if (stopped()) return;
    auto& cell = comparison_->cells[i];
    say(fmt::format("calibrating {} of {}", ++done, comparison_->cells.size()));
    Task task{.cell = i, .plan = {}};
    if (cell.verdict == Verdict::added) {  // that it runs at all is worth knowing
      Visit once;
      head_.run(cell.name, first_probe(head_.takes_iterations()), 0, settings_.time_limit, once);
      if (!stopped() && !once.failure.empty())
        cell.verdict = Verdict::error, cell.reason = "head: " + once.failure;
      continue;
    }
    if (cell.verdict != Verdict::inconclusive && cell.verdict != Verdict::observed) continue;
    if (settings_.budget > 0 && screening > left() - confirming_share * settings_.budget) {
      cell.verdict = Verdict::left_out;
      ++unreached;
      continue;
    }
    // The head is run even where the base fails, for it may fail too.
    if (!probe(task, base_, Arm::base)) {
      if (stopped()) return;
      if (cell.verdict == Verdict::left_out) continue;
      task.plan = first_probe(head_.takes_iterations());
      probe(task, head_, Arm::head);
      continue;
    }
    if (!probe(task, head_, Arm::head)) continue;
    tasks_.push_back(task);
    screening += 2 * static_cast<double>(fewest_pairs) * task.cost;
  }
  if (unreached > 0)
    comparison_->notes.push_back(
        fmt::format("The budget of {:.0f} s leaves out {} of {} cells, chosen at random.", settings_.budget,
                    unreached, comparison_->cells.size()));
  const auto unequal =
      std::count_if(tasks_.begin(), tasks_.end(), [](const Task& task) { return task.plan.seconds > 0; });
  if (unequal > 0)
    comparison_->notes.push_back(fmt::format(
        "{} cells run as often as their library likes, which is not equally often in both programs: Google "
        "Benchmark takes a number of iterations from 1.8 on.",
        unequal));
}

// Fewer pairs first, then fewer cells: those that are not judged anyway, then the most expensive ones.
void Measurement::fit_into_budget() {
  screening_ = settings_.screening;
  if (settings_.budget <= 0) return;
  const double available = left() * (1 - confirming_share);
  const auto round_cost = [&] {
    double sum = 0;
    for (const auto& task : tasks_) sum += 2 * task.cost;
    return sum;
  };
  const auto fits = [&](std::size_t pairs) { return round_cost() * static_cast<double>(pairs) <= available; };
  while (screening_ > fewest_pairs && !fits(screening_)) screening_ -= 2;
  if (screening_ < settings_.screening)
    comparison_->notes.push_back(
        fmt::format("The budget of {:.0f} s allows {} pairs a cell in the first stage instead of {}.",
                    settings_.budget, screening_, settings_.screening));
  std::size_t dropped = 0;
  while (!tasks_.empty() && !fits(screening_)) {
    const auto worst = std::max_element(tasks_.begin(), tasks_.end(), [&](const Task& a, const Task& b) {
      const bool a_observed = outcome(a).verdict == Verdict::observed,
                 b_observed = outcome(b).verdict == Verdict::observed;
      return a_observed != b_observed ? b_observed : a.cost < b.cost;
    });
    outcome(*worst).verdict = Verdict::left_out;
    outcome(*worst).reason = fmt::format("one visit takes {:.2g} s", worst->cost);
    tasks_.erase(worst);
    ++dropped;
  }
  if (dropped > 0)
    comparison_->notes.push_back(
        fmt::format("The budget of {:.0f} s leaves out {} of {} cells: first those that are not judged, then "
                    "those that take longest.",
                    settings_.budget, dropped, dropped + tasks_.size()));
}

void Measurement::visit(Task& task, Arm arm, int stage, std::size_t round, int slot) {
  Visit visit;
  visit.cell = task.cell;
  visit.stage = stage;
  visit.round = round;
  visit.slot = slot;
  visit.arm = arm;
  visit.started = elapsed();
  subject(arm).run(outcome(task).name, task.plan, schedule_.padding(), settings_.time_limit, visit);
  if (stopped()) return;
  task.cost = 0.5 * task.cost + 0.5 * (elapsed() - visit.started);
  auto& cell = outcome(task);
  if (!visit.failure.empty() && cell.verdict != Verdict::error) {
    cell.verdict = arm == Arm::head ? Verdict::error : Verdict::invalid;
    cell.reason = fmt::format("{}: {}", arm == Arm::head ? "head" : "the base", visit.failure);
  }
  comparison_->visits.push_back(std::move(visit));
}

std::size_t Measurement::most_rounds(const Task& task) {
  return static_cast<std::size_t>(std::ceil(static_cast<double>(task.wanted) * (1 + most_repeated)));
}

// One visit of every arm for each cell that needs more pairs. False if there was nothing left to do, or no
// time.
bool Measurement::round(std::vector<Task*>& tasks, int stage, std::size_t number) {
  std::erase_if(tasks, [&](const Task* task) {
    const auto verdict = outcome(*task).verdict;
    return task->pairs >= task->wanted || number >= most_rounds(*task) ||
           (verdict != Verdict::inconclusive && verdict != Verdict::observed);
  });
  double cost = 0;
  for (const auto* task : tasks) cost += (stage == 1 ? 2 : 3) * task->cost;
  if (tasks.empty() || cost > left()) return false;
  for (const auto index : schedule_.order(tasks.size())) {
    auto& task = *tasks[index];
    const auto first = comparison_->visits.size();
    const auto run = [&](const auto& arms) {
      int slot = 0;
      for (const auto arm : arms) {
        visit(task, arm, stage, number, slot++);
        if (stopped()) return;
      }
    };
    if (stage == 1)
      run(schedule_.pair(task.cell, number));
    else
      run(schedule_.triple(task.cell, number));
    if (stopped()) return false;
    const auto& visits = comparison_->visits;
    task.pairs += std::all_of(visits.begin() + static_cast<std::ptrdiff_t>(first), visits.end(),
                              [](const Visit& one) { return !one.excluded && one.failure.empty(); });
  }
  return true;
}

// A machine that takes its processors away that often cannot be measured on.
void Measurement::give_up_disturbed(const std::vector<Task*>& tasks, int stage, std::size_t rounds) {
  for (const auto* task : tasks) {
    auto& cell = outcome(*task);
    const bool tried_enough = rounds >= most_rounds(*task) && comparison_->incomplete.empty();
    if (cell.verdict != Verdict::inconclusive || !tried_enough || task->pairs >= (task->wanted + 1) / 2)
      continue;
    cell.verdict = Verdict::invalid;
    cell.reason =
        fmt::format("the machine was disturbed in all but {} of the pairs of stage {}", task->pairs, stage);
  }
}

void Measurement::screen() {
  std::vector<Task*> all;
  for (auto& task : tasks_) {
    task.wanted = screening_;
    all.push_back(&task);
  }
  auto open = all;
  std::size_t number = 0;
  while (!stopped()) {
    say(fmt::format("screening {} cells, round {} of {}, {:.0f} s", open.size(), number + 1, screening_,
                    elapsed()));
    if (!round(open, 1, number)) break;
    ++number;
  }
  if (number < screening_ && !open.empty() && comparison_->incomplete.empty())
    comparison_->notes.push_back(
        fmt::format("The budget ended the first stage after {} of {} rounds.", number, screening_));
  give_up_disturbed(all, 1, number);
}

void Measurement::confirm() {
  if (stopped()) return;
  const auto found = suspects(*comparison_, settings_);
  std::vector<Task*> open;
  for (auto& task : tasks_) {
    task.pairs = task.wanted = 0;
    for (const auto& suspect : found)
      if (suspect.cell == task.cell)
        task.wanted = std::max(task.wanted, pairs_needed(*comparison_, suspect, found.size(), settings_));
    if (task.wanted > 0) open.push_back(&task);
  }
  const auto all = open;
  std::size_t number = 0;
  while (!stopped()) {
    say(fmt::format("confirming {} suspicious cells, round {}, {:.0f} s", open.size(), number + 1,
                    elapsed()));
    if (!round(open, 2, number)) break;
    ++number;
  }
  if (!open.empty() && comparison_->incomplete.empty())
    comparison_->notes.push_back(fmt::format(
        "The budget ended the second stage after {} rounds, with {} cells not measured as often as planned.",
        number, open.size()));
  give_up_disturbed(all, 2, number);
}

}  // namespace parallax::reports::gate

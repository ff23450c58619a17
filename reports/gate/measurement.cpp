// SPDX-License-Identifier: MIT
#include "reports/gate/measurement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>

#include "reports/gate/judgement.hpp"

namespace parallax::reports::gate {
namespace {

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
  list();
  try {
    calibrate();
    fit_into_budget();
    screen();
    confirm();
  } catch (const std::exception& error) {  // what was measured until then is worth keeping
    if (comparison.visits.empty()) throw;
    comparison.incomplete = fmt::format("ended by an error after {:.0f} s: {}", elapsed(), error.what());
  }
  judge(comparison, settings_);
  if (comparison.incomplete.empty()) comparison.incomplete = lost_to_the_budget();
  comparison.seconds = elapsed();
}

// Whether a regression may have been missed because there was no time to look.
std::string Measurement::lost_to_the_budget() const {
  const auto lost = std::count_if(to_judge_.begin(), to_judge_.end(), [&](std::size_t cell) {
    return comparison_->cells[cell].verdict == Verdict::left_out;
  });
  if (lost > 0)
    return fmt::format("the budget of {:g} s was too short for {} of {} cells", settings_.budget, lost,
                       to_judge_.size());
  if (ended_early_)
    return fmt::format("the budget of {:g} s ended before all cells were measured as often as planned",
                       settings_.budget);
  return {};
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
  if (!open.empty() && comparison_->incomplete.empty()) {  // round() takes out what is done, or tried enough
    ended_early_ = true;
    comparison_->notes.push_back(fmt::format(
        "The budget ended the first stage after {} rounds; {} were planned.", number, screening_));
  }
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
  if (!open.empty() && comparison_->incomplete.empty()) {
    ended_early_ = true;
    comparison_->notes.push_back(fmt::format(
        "The budget ended the second stage after {} rounds, with {} cell{} not measured as often as planned.",
        number, open.size(), open.size() == 1 ? "" : "s"));
  }
  give_up_disturbed(all, 2, number);
}

}  // namespace parallax::reports::gate

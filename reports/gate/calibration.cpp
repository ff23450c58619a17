// SPDX-License-Identifier: MIT
// A measurement before anything counts: which cells there are, how often a visit runs each, and what of it
// the budget has time for.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "reports/gate/machine.hpp"
#include "reports/gate/measurement.hpp"
#include "reports/gate/plan.hpp"
#include "reports/gate/workers.hpp"

namespace parallax::reports::gate {
namespace {

// Of the budget, kept for the second stage.
constexpr double confirming_share = 0.3;
constexpr std::size_t fewest_screening_pairs = 8;
// Of the budget, for screening one cell. One that takes more is left out where there is no time for all.
constexpr double giant_share = 0.1;

constexpr std::string_view base_fails = "the base fails here, so there is nothing to compare with: ",
                           head_fails = "head: ";

// The same, but for numbers: times, addresses, processes.
bool alike(std::string_view base, std::string_view head) {
  const auto words = [](std::string_view reason) {
    std::string text;
    for (const char c : reason)
      if (!std::isdigit(static_cast<unsigned char>(c))) text += c;
    return text;
  };
  return words(base) == words(head);
}

// A name that only one program has may be another one each time: the number of a process, a date. Then the program does
// not have it any more when it is asked once more. Takes such names out and returns how many they were.
std::size_t drop_passing(std::vector<std::string>& names, const std::vector<std::string>& others,
                         Subject& subject, const Settings& settings) {
  const std::set<std::string> known(others.begin(), others.end());
  if (std::all_of(names.begin(), names.end(), [&](const auto& name) { return known.count(name) > 0; }))
    return 0;
  const auto again = subject.list(settings.filter, settings.time_limit).names;
  const std::set<std::string> lasting(again.begin(), again.end());
  return std::erase_if(names, [&](const auto& name) { return known.count(name) + lasting.count(name) == 0; });
}

}  // namespace

// True if no cell can be measured, because a program did not end in order when it was asked for its benchmarks. What
// both do, and what does not keep them from listing, is nobody's fault: then visits tell what can be measured.
bool Measurement::could_not_list(const Listing& base, const Listing& head) {
  if (base.failure.empty() && head.failure.empty()) return false;
  const bool is_alike = alike(base.failure, head.failure);
  if (is_alike && base.ended_by_itself && !base.names.empty() && !head.names.empty()) {
    comparison_->notes.push_back(fmt::format(
        "Both programs list their benchmarks, and both fail then in the same way: each {}.", head.failure));
    return false;
  }
  const auto& names = base.failure.empty() || head.names.empty() ? base.names : head.names;
  const auto said = [](const Listing& one) {
    return fmt::format("asked for its benchmarks, it {}{}",
                       one.names.empty() ? "" : fmt::format("listed {} and ", one.names.size()), one.failure);
  };
  if (names.empty())
    throw SubjectError(fmt::format("{}: {}", (base.failure.empty() ? head_ : base_).program().file,
                                   said(base.failure.empty() ? head : base)));
  CellOutcome cell;
  cell.verdict = is_alike ? Verdict::fails_alike : head.failure.empty() ? Verdict::invalid : Verdict::error;
  cell.reason = is_alike               ? said(head)
                : head.failure.empty() ? fmt::format("{}{}", base_fails, said(base))
                                       : fmt::format("{}{}", head_fails, said(head));
  for (const auto& name : names) {
    cell.name = name;
    comparison_->cells.push_back(cell);
  }
  return true;
}

// The head's order; what only the base has comes last.
void Measurement::list() {
  say("listing");
  auto of_base = base_.list(settings_.filter, settings_.time_limit);
  Listing of_head;
  try {
    of_head = head_.list(settings_.filter, settings_.time_limit);
  } catch (const SubjectError& error) {  // what the base can say, the head must be able to say
    if (interruptions_.signal() != 0 || of_base.names.empty()) throw;
    for (const auto& name : of_base.names)
      comparison_->cells.push_back({name, Verdict::error, error.what(), 0, {}, {}});
    return;
  }
  if (could_not_list(of_base, of_head)) return;
  auto &theirs = of_base.names, &ours = of_head.names;
  const auto passing =
      drop_passing(ours, theirs, head_, settings_) + drop_passing(theirs, ours, base_, settings_);
  const auto left_out =
      passing > 0 ? fmt::format("{} with names that are other ones each time are left out", passing) : "";
  if (theirs.empty() && ours.empty())
    throw SubjectError((settings_.filter.empty()
                            ? "neither program has benchmarks"
                            : fmt::format("no benchmark matches \"{}\"", settings_.filter)) +
                       (passing > 0 ? "; " + left_out : ""));
  if (passing > 0) comparison_->notes.push_back("Benchmarks: " + left_out + '.');
  const std::set<std::string> in_base(theirs.begin(), theirs.end()), in_head(ours.begin(), ours.end());
  const std::multiset<std::string> all_in_base(theirs.begin(), theirs.end());
  const int most_workers = settings_.most_workers > 0 ? settings_.most_workers : usable_processors();
  std::set<std::string> seen;
  for (const auto& name : ours) {
    if (!seen.insert(name).second) {
      for (auto& cell : comparison_->cells)
        if (cell.name == name) {
          cell.verdict = all_in_base.count(name) > 1 ? Verdict::fails_alike : Verdict::error;
          cell.reason = "two benchmarks have this name";
        }
      continue;
    }
    CellOutcome cell;
    cell.name = name;
    cell.verdict = !in_base.count(name)              ? Verdict::added
                   : workers_of(name) > most_workers ? Verdict::observed
                                                     : Verdict::inconclusive;
    if (cell.verdict == Verdict::inconclusive) to_judge_.push_back(comparison_->cells.size());
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
    cell.reason = fmt::format("{}{}", arm == Arm::base ? base_fails : head_fails, seen.failure);
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

double Measurement::screening_cost() const {
  double sum = 0;
  for (const auto& task : tasks_) sum += task.cost;
  return 2 * static_cast<double>(fewest_screening_pairs) * sum;
}

void Measurement::leave_out(std::vector<Task>::iterator task) {
  outcome(*task).verdict = Verdict::left_out;
  outcome(*task).reason = fmt::format("one visit takes {:.2g} s", task->cost);
  tasks_.erase(task);
  ++too_slow_;
}

// One cell of seconds must not cost all others their place.
void Measurement::drop_giants() {
  const double most = giant_share * settings_.budget / (2 * static_cast<double>(fewest_screening_pairs));
  for (std::size_t i = tasks_.size(); i > 0; --i)
    if (tasks_[i - 1].cost > most) leave_out(tasks_.begin() + static_cast<std::ptrdiff_t>(i - 1));
}

// In random order: if there is no time for all cells, those that are left out are not all of one kind.
void Measurement::calibrate() {
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
    const auto has_room = [&] {
      return settings_.budget <= 0 || screening_cost() <= left() - confirming_share * settings_.budget;
    };
    if (!has_room()) drop_giants();
    if (!has_room()) {
      cell.verdict = Verdict::left_out;
      ++unreached;
      continue;
    }
    // The head is run even where the base fails, for it may fail too.
    if (!probe(task, base_, Arm::base)) {
      if (stopped()) return;
      if (cell.verdict == Verdict::left_out) continue;
      const auto of_the_base = std::exchange(cell.reason, {});
      task.plan = first_probe(head_.takes_iterations());
      const bool works = probe(task, head_, Arm::head);
      if (cell.reason.empty()) cell.reason = of_the_base;
      if (!works && cell.verdict == Verdict::error &&
          alike(of_the_base.substr(base_fails.size()), cell.reason.substr(head_fails.size()))) {
        cell.verdict = Verdict::fails_alike;
        cell.reason = cell.reason.substr(head_fails.size());
      }
      continue;
    }
    if (!probe(task, head_, Arm::head)) continue;
    tasks_.push_back(task);
  }
  if (unreached > 0)
    comparison_->notes.push_back(
        fmt::format("The budget of {:g} s leaves out {} of {} cells, chosen at random.", settings_.budget,
                    unreached, comparison_->cells.size()));
  const auto unequal =
      std::count_if(tasks_.begin(), tasks_.end(), [](const Task& task) { return task.plan.seconds > 0; });
  if (unequal > 0)
    comparison_->notes.push_back(fmt::format(
        "{} as often as {} library likes, which is not equally often in both programs: Google Benchmark "
        "takes "
        "a number of iterations from 1.8 on.",
        unequal == 1 ? "1 cell runs" : fmt::format("{} cells run", unequal), unequal == 1 ? "its" : "their"));
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
  while (screening_ > fewest_screening_pairs && !fits(screening_)) screening_ -= 2;
  const auto cells = tasks_.size() + too_slow_;
  while (!tasks_.empty() && !fits(screening_)) {
    const auto worst = std::max_element(tasks_.begin(), tasks_.end(), [&](const Task& a, const Task& b) {
      const bool a_observed = outcome(a).verdict == Verdict::observed,
                 b_observed = outcome(b).verdict == Verdict::observed;
      return a_observed != b_observed ? b_observed : a.cost < b.cost;
    });
    leave_out(worst);
  }
  while (screening_ + 2 <= settings_.screening && fits(screening_ + 2)) screening_ += 2;
  if (screening_ < settings_.screening)
    comparison_->notes.push_back(
        fmt::format("The budget of {:g} s allows {} pairs a cell in the first stage instead of {}.",
                    settings_.budget, screening_, settings_.screening));
  if (too_slow_ > 0)
    comparison_->notes.push_back(
        fmt::format("The budget of {:g} s leaves out {} of {} cells: first those that are not judged, then "
                    "those that take longest.",
                    settings_.budget, too_slow_, cells));
}

}  // namespace parallax::reports::gate

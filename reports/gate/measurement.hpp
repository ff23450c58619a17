// SPDX-License-Identifier: MIT
// The procedure: calibrate, screen all cells, confirm the suspicious ones on fresh pairs, within a budget of
// time.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "reports/gate/comparison.hpp"
#include "reports/gate/process.hpp"
#include "reports/gate/schedule.hpp"
#include "reports/gate/settings.hpp"
#include "reports/gate/subject.hpp"

namespace parallax::reports::gate {

class Measurement {
 public:
  // The control is the base again, under a third name.
  Measurement(const Settings& settings, Subject& base, Subject& head, Subject& control,
              Interruptions& interruptions);

  // Fills in cells, visits, notes and verdicts. Throws SubjectError if a program is no benchmark.
  void run(Comparison& comparison);

 private:
  struct Task {
    std::size_t cell;
    Plan plan;
    double cost = 0;         // seconds a visit, of the last ones
    std::size_t pairs = 0;   // that count, in this stage
    std::size_t wanted = 0;  // in this stage
  };

  // In calibration.cpp.
  void list();
  bool could_not_list(const Listing& base, const Listing& head);
  void calibrate();
  bool probe(Task& task, Subject& subject, Arm arm);
  void drop_giants();
  double screening_cost() const;  // seconds, with as few pairs as there may be
  void leave_out(std::vector<Task>::iterator task);
  void fit_into_budget();

  void screen();
  void confirm();
  bool round(std::vector<Task*>& tasks, int stage, std::size_t number);
  void visit(Task& task, Arm arm, int stage, std::size_t round, int slot);
  void give_up_disturbed(const std::vector<Task*>& tasks, int stage, std::size_t rounds);
  std::string lost_to_the_budget() const;
  static std::size_t most_rounds(const Task& task);  // with those that are repeated

  bool stopped();
  double elapsed() const;
  double left() const;  // of the budget, seconds
  void say(const std::string& line) const;
  Subject& subject(Arm arm) { return arm == Arm::base ? base_ : arm == Arm::head ? head_ : control_; }
  CellOutcome& outcome(const Task& task) { return comparison_->cells[task.cell]; }

  const Settings& settings_;
  Subject &base_, &head_, &control_;
  Interruptions& interruptions_;
  Schedule schedule_;
  std::chrono::steady_clock::time_point start_;
  Comparison* comparison_ = nullptr;
  std::vector<Task> tasks_;
  std::size_t screening_ = 0;          // pairs, after the budget was looked at
  std::vector<std::size_t> to_judge_;  // cells that were to be judged, as far as the listing says
  std::size_t too_slow_ = 0;           // cells that the budget leaves out because of what a visit takes
  bool ended_early_ = false;           // a stage, by the budget
};

}  // namespace parallax::reports::gate

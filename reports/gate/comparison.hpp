// SPDX-License-Identifier: MIT
// A comparison of two builds: what was measured, cell by cell and visit by visit, and what was concluded.
//
// It is plain data. measurement.cpp fills in the visits, judgement.cpp the conclusions; every writer
// (terminal, Markdown, JSON, JUnit, page) reads it and computes nothing. Names of cells come from programs
// that anyone may have written: they are hostile until escaped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/gate/verdict.hpp"
#include "reports/statistics/estimate.hpp"

namespace parallax::reports::gate {

enum class Arm { base, head, control };  // control is the base once more, under the head's conditions
enum class Metric { wall, cpu, memory };

std::string_view arm_name(Arm arm);
std::string_view metric_name(Metric metric);   // "wall", "cpu", "memory", as in files
std::string_view metric_title(Metric metric);  // "wall time", "CPU time of all workers", "peak memory"

// One fresh process that ran one cell.
struct Visit {
  std::size_t cell = 0;   // its number in Comparison::cells
  int stage = 1;          // 1 screens, 2 confirms
  std::size_t round = 0;  // from 0, in its stage; visits of one cell, stage and round are compared
  int slot = 0;           // which of them ran first
  Arm arm = Arm::base;
  double started = 0;             // seconds since the comparison began
  std::vector<double> wall, cpu;  // seconds an iteration, one a repetition
  double memory = 0;              // bytes; 0 if unknown
  double stolen = 0;              // the largest share that one of its processors lost to the hypervisor
  bool throttled = false;         // its cgroup ran out of quota
  bool excluded = false;          // by the rule on stolen time and throttling
  std::string failure;            // why there is no time, one line
};

// The time of a visit: the median over its repetitions. Must not have failed.
double value_of(const Visit& visit, Metric metric);

// What was concluded from one metric of a cell.
struct MetricOutcome {
  Metric metric = Metric::wall;
  Verdict verdict = Verdict::inconclusive;
  int stage = 1;  // whose pairs decided
  std::size_t pairs = 0, slower = 0, ties = 0;
  double base = 0, head = 0;              // medians, in seconds or bytes
  Estimate ratio = Estimate::exactly(1);  // head / base: the median over the pairs and its interval
  double threshold = 0;                   // relative: 0.05 is 5 %; more where 1 ns or 1 MiB is more than that
  std::optional<double> p;                // of the sign test, after Holm's correction; of stage 2
  std::optional<Estimate> control;        // base / base again; of stage 2
  std::optional<double> detectable80, detectable95;  // relative slowdown found with that probability
};

struct CellOutcome {
  std::string name;
  Verdict verdict = Verdict::left_out;  // that of the gravest metric
  std::string reason;                   // one sentence for people; may be empty
  std::int64_t iterations = 0;          // of a repetition, equal in both arms; 0: the library chose
  std::vector<MetricOutcome> metrics;   // wall time first; empty if nothing was measured
  std::vector<std::string> warnings;    // one plain clause each
};

struct Program {
  std::string file;                    // as given on the command line
  std::vector<std::string> arguments;  // further ones
  std::string text_hash;               // of its executable code, hexadecimal; empty if it is no ELF file
  std::string commit;                  // if it says so
  std::vector<std::string> measured_by = {};  // of a whole program: `bench` with its flags; in no output
};

struct Comparison {
  Program base, head;
  std::string date;                                          // ISO 8601, UTC
  std::string command;                                       // that can be pasted into a shell
  std::vector<std::pair<std::string, std::string>> machine;  // facts, in order
  std::uint64_t seed = 0;
  double seconds = 0, budget = 0;  // taken, granted; 0: no limit
  double family_error = 0;         // most chance of a false regression in the whole run; 0: not measured
  std::vector<CellOutcome> cells;  // in the order of the head's list, removed ones last
  std::vector<Visit> visits;       // in the order in which they ran
  std::vector<std::string> notes;  // what was left out and why, one sentence each
  std::string incomplete;          // why it ended early; empty if it did not
  bool strict = false, allow_removed = false;
};

std::size_t count_of(const Comparison& comparison, Verdict verdict);
// Cells of which head and base were held against each other, so that a regression would have been one.
std::size_t compared(const Comparison& comparison);
bool is_identical(const Comparison& comparison);  // nothing differs, so nothing was measured

// What keeps the comparison from being a judgement, the most important first; "the run is incomplete".
std::vector<std::string> obstacles(const Comparison& comparison);
Exit exit_of(const Comparison& comparison);
// "2 regressions in 60 cells": one sentence, without names. In headline.cpp.
std::string headline(const Comparison& comparison);
// Why it is incomplete, where the headline does not say so; else empty.
std::string untold_incompleteness(const Comparison& comparison);

}  // namespace parallax::reports::gate

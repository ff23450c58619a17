// SPDX-License-Identifier: MIT
// What is shown of a history: per cell and reference the series of its ratios, and where it changed for good.
//
// A series never mixes references: ratios to different builds have nothing in common. It may mix machines,
// because that is what ratios are for, but says how many there were. Plain data; the writers compute nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/gate/history.hpp"
#include "reports/statistics/change_points.hpp"

namespace parallax::reports::gate {

struct HistoryOptions {
  // The chance of a false change in one series. A history has dozens of them: at 0.001, 60 series that never
  // changed show one in 6 % of all cases.
  ChangePointOptions changes{.level = 0.001, .least_segment = 5};
  std::size_t most_points = 300;  // of a series; the newest ones
};

// A series shorter than two least segments cannot be split at all and is "too short". One of fewer values
// than this is looked at, but so few can be ordered in too few ways for small changes to be surprising.
inline constexpr std::size_t enough_points = 30;

struct HistoryPoint {
  std::size_t place;  // among the records of its reference, from 0: where it is drawn
  std::string commit, subject, date, machine;
  HistoryRatio ratio;
};

// A record that lists the cell but has no ratio of it.
struct HistoryGap {
  std::size_t place;
  std::string commit, date;
  Verdict verdict;
};

struct HistoryChange {
  std::size_t at;        // the first point after it
  double p;              // of the permutation test
  double before, after;  // median ratios of the segments that meet here
};

// How much longer the new segment takes: 0.12 is 12 % slower, negative is faster.
double size_of(const HistoryChange& change);

struct HistorySeries {
  std::string cell, reference;
  std::vector<HistoryPoint> points;  // by date; may be empty
  std::vector<HistoryGap> gaps;
  std::vector<HistoryChange> changes;  // by date
  std::size_t left_out = 0;            // points older than the first one shown
  bool is_too_short = false;
};

// The medians of the segments, one more than there are changes; empty without points. In ratios.
std::vector<double> segment_ratios(const HistorySeries& series);

struct HistoryReference {
  std::string name;
  std::vector<std::string> machines;  // by first appearance
  std::size_t records = 0;
  std::string first_date, last_date;
};

struct HistoryView {
  HistoryOptions options;
  std::vector<HistoryReference> references;  // the one that was used last comes first
  // By reference; then those that changed, the largest newest change first; then in the order of the files.
  std::vector<HistorySeries> series;
  std::vector<std::string> warnings;  // one sentence each
};

// The records as read_history() returns them, in the order of their dates.
HistoryView history_view(const std::vector<HistoryRecord>& records, const HistoryOptions& options = {});

// A commit as people write it: the first seven characters of a hexadecimal one, any other name as it is.
std::string short_commit(const std::string& commit);

// "+12.3 %": how much longer, with a sign. `share` is 0.123.
std::string percent_text(double share);
// "−3.1 to +4.0 %" of an interval of ratios.
std::string percent_range_text(const HistoryRatio& ratio);

// "too short: 7 of 10 commits", "no change", "+12.3 % at 4f2d1c0 (2026-10-03)": one line for people.
std::string change_text(const HistorySeries& series, const HistoryChange& change);
std::string state_text(const HistorySeries& series, const HistoryOptions& options);

}  // namespace parallax::reports::gate

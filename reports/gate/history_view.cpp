// SPDX-License-Identifier: MIT
#include "reports/gate/history_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include "reports/gate/instant.hpp"
#include "reports/statistics/median.hpp"

namespace parallax::reports::gate {
namespace {

std::vector<double> logarithms(const HistorySeries& series) {
  std::vector<double> all;
  for (const auto& point : series.points) all.push_back(std::log(point.ratio.value));
  return all;
}

void keep_newest(HistorySeries& series, std::size_t most) {
  if (series.points.size() <= most) return;
  series.left_out = series.points.size() - most;
  series.points.erase(series.points.begin(), series.points.end() - static_cast<std::ptrdiff_t>(most));
  const auto first = series.points.empty() ? 0 : series.points.front().place;
  std::erase_if(series.gaps, [&](const HistoryGap& gap) { return gap.place < first; });
}

void find_changes(HistorySeries& series, const HistoryOptions& options) {
  series.is_too_short = series.points.size() < 2 * options.changes.least_segment;
  for (const auto& point : change_points(logarithms(series), options.changes))
    series.changes.push_back({point.index, point.p, std::exp(point.before), std::exp(point.after)});
}

// From records to series; each reference and each cell in the order of first appearance.
class Collector {
 public:
  void add(const HistoryRecord& record) {
    const auto [number, is_new] = numbers_.try_emplace(record.reference, references_.size());
    if (is_new) references_.push_back({record.reference, {}, 0, record.date, {}});
    auto& reference = references_[number->second];
    auto& machines = reference.machines;
    if (std::find(machines.begin(), machines.end(), record.machine) == machines.end())
      machines.push_back(record.machine);
    reference.last_date = record.date;
    for (const auto& cell : record.cells) add(record, cell, reference.records);
    ++reference.records;
  }

  std::vector<HistoryReference> take_references() { return std::move(references_); }
  std::vector<HistorySeries> take_series() { return std::move(series_); }

 private:
  void add(const HistoryRecord& record, const HistoryCell& cell, std::size_t place) {
    const auto [number, is_new] = series_numbers_.try_emplace({record.reference, cell.name}, series_.size());
    if (is_new) series_.push_back({cell.name, record.reference, {}, {}, {}, 0, false});
    auto& series = series_[number->second];
    if (cell.ratio)
      series.points.push_back(
          {place, record.commit, record.subject, record.date, record.machine, *cell.ratio});
    else
      series.gaps.push_back({place, record.commit, record.date, cell.verdict});
  }

  std::vector<HistoryReference> references_;
  std::vector<HistorySeries> series_;
  std::map<std::string, std::size_t> numbers_;
  std::map<std::pair<std::string, std::string>, std::size_t> series_numbers_;
};

// Slower and faster by the same factor are equally large.
double newest_size(const HistorySeries& series) {
  if (series.changes.empty()) return 0;
  const auto& newest = series.changes.back();
  return std::abs(std::log(newest.after / newest.before));
}

void add_warnings(HistoryView& view) {
  for (const auto& reference : view.references) {
    if (reference.machines.size() < 2) continue;
    view.warnings.push_back(
        fmt::format("Measured against {} on {} machines: ratios are compared across them, times are not.",
                    short_commit(reference.name), reference.machines.size()));
  }
  if (view.references.size() > 1)
    view.warnings.push_back(fmt::format(
        "{} references: each has series of its own, which must not be compared.", view.references.size()));
  const auto cut = std::count_if(view.series.begin(), view.series.end(),
                                 [](const HistorySeries& one) { return one.left_out > 0; });
  if (cut > 0)
    view.warnings.push_back(
        fmt::format("Only the newest {} commits of a series are looked at; {} of {} have more.",
                    view.options.most_points, cut, view.series.size()));
}

}  // namespace

double size_of(const HistoryChange& change) { return change.after / change.before - 1; }

std::vector<double> segment_ratios(const HistorySeries& series) {
  if (series.points.empty()) return {};
  if (series.changes.empty()) return {std::exp(median(logarithms(series)))};
  std::vector<double> ratios{series.changes.front().before};
  for (const auto& change : series.changes) ratios.push_back(change.after);
  return ratios;
}

HistoryView history_view(const std::vector<HistoryRecord>& records, const HistoryOptions& options) {
  Collector collector;
  for (const auto& record : records) collector.add(record);
  HistoryView view{options, collector.take_references(), collector.take_series(), {}};
  std::stable_sort(view.references.begin(), view.references.end(),
                   [](const HistoryReference& a, const HistoryReference& b) {
                     return instant_of(a.last_date) > instant_of(b.last_date);
                   });
  std::map<std::string, std::size_t> ranks;
  for (const auto& reference : view.references) ranks.emplace(reference.name, ranks.size());
  for (auto& series : view.series) {
    keep_newest(series, options.most_points);
    find_changes(series, options);
  }
  std::stable_sort(view.series.begin(), view.series.end(), [&](const auto& a, const auto& b) {
    const auto rank_a = ranks.at(a.reference), rank_b = ranks.at(b.reference);
    return rank_a != rank_b ? rank_a < rank_b : newest_size(a) > newest_size(b);
  });
  add_warnings(view);
  return view;
}

std::string short_commit(const std::string& commit) {
  constexpr std::size_t shown = 7, shortest = 12;  // a shorter one may be a word
  const bool is_hash =
      commit.size() >= shortest && commit.find_first_not_of("0123456789abcdef") == std::string::npos;
  return is_hash ? commit.substr(0, shown) : commit;
}

std::string percent_text(double share) {
  const auto size = std::abs(100 * share);
  const auto digits = size < 99.95 ? 1 : 0;
  const bool is_zero = size < 0.05;
  return fmt::format("{}{:.{}f} %", is_zero ? "±" : share < 0 ? "−" : "+", size, digits);
}

std::string percent_range_text(const HistoryRatio& ratio) {
  return fmt::format("{} to {}", percent_text(ratio.low - 1), percent_text(ratio.high - 1));
}

std::string change_text(const HistorySeries& series, const HistoryChange& change) {
  const auto& point = series.points.at(change.at);
  return fmt::format("{} at {} ({})", percent_text(size_of(change)), short_commit(point.commit),
                     day_of(point.date));
}

std::string state_text(const HistorySeries& series, const HistoryOptions& options) {
  const auto points = series.points.size();
  if (series.is_too_short)
    return fmt::format("too short: {} of {} commits", points, 2 * options.changes.least_segment);
  if (!series.changes.empty()) return change_text(series, series.changes.back());
  return points < enough_points ? fmt::format("no change, but only {} commits", points) : "no change";
}

}  // namespace parallax::reports::gate

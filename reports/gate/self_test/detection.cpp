// SPDX-License-Identifier: MIT
#include "reports/gate/self_test/detection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "reports/gate/workers.hpp"
#include "reports/statistics/median.hpp"
#include "reports/statistics/proportion.hpp"

namespace parallax::reports::gate {
namespace {

// The slowdown of a changed cell over the whole recording: what was really injected.
double measured_slowdown(const Recording& recording, std::size_t change) {
  std::vector<double> ratios;
  for (const auto& cell : recording.cells) {
    if (cell.name != recording.changes[change].cell) continue;
    for (const auto& arm : cell.arms) {
      if (arm.change != change) continue;
      for (std::size_t round = 0; round < recording.rounds; ++round)
        for (std::size_t i = 0; i < Recording::unchanged_arms; ++i)
          if (!arm.rounds[round].empty() && !cell.arms[i].rounds[round].empty())
            ratios.push_back(std::log(median(arm.rounds[round]) / median(cell.arms[i].rounds[round])));
    }
  }
  return ratios.empty() ? 0 : std::expm1(median(ratios));
}

DetectionRow row_of(std::string change, double percent, int workers) {
  DetectionRow row;
  row.change = std::move(change);
  row.percent = percent;
  row.workers = workers;
  return row;
}

void add(DetectionRow& row, const PlayedRun& run) {
  row.gate.add(run.gate);
  row.compare_py.add(run.compare_py);
  row.ten_percent.add(run.ten_percent);
  row.criterion.add(run.criterion);
}

std::string share_text(const Count& count) {
  if (count.of == 0) return "-";
  const auto share = proportion(count.hits, count.of);
  return fmt::format("{:.1f} % ({:.1f}-{:.1f})", 100 * share.point(), 100 * share.interval()->low,
                     100 * share.interval()->high);
}

std::string name_of(const DetectionRow& row) {
  auto name = row.change;
  if (row.percent > 0) name += fmt::format(" +{:g} %", row.percent);
  if (row.workers > 0) name += fmt::format(", {} worker{}", row.workers, row.workers == 1 ? "" : "s");
  return name;
}

bool is_harmless(const DetectionRow& row) { return row.gate.right.hits == 0 && row.workers == 0; }

}  // namespace

std::vector<DetectionRow> detections(const Recording& recording, const Settings& settings, std::size_t plays,
                                     const std::function<void(const std::string&)>& progress) {
  const Player player(recording, settings);
  std::uint64_t seed = settings.seed;
  std::map<std::tuple<int, std::string, double, int>, DetectionRow> rows;  // in the order of the table
  const auto play = [&](DetectionRow& row, std::size_t change) {
    for (std::size_t i = 0; i < plays; ++i) add(row, player.play(change, ++seed));
  };
  play(rows.try_emplace({0, "nothing", 0, 0}, row_of("nothing", 0, 0)).first->second, Recording::unchanged);
  for (std::size_t change = 0; change < recording.changes.size(); ++change) {
    const auto& one = recording.changes[change];
    if (progress) progress(fmt::format("playing change {} of {}", change + 1, recording.changes.size()));
    const int workers = one.cell.empty() ? 0 : workers_of(one.cell);
    auto& row = rows.try_emplace({one.cell.empty()  ? 1
                                  : one.percent > 0 ? 2
                                                    : 3,
                                  one.name, one.percent, workers},
                                 row_of(one.name, one.percent, workers))
                    .first->second;
    if (!(one.percent > 0)) row.measured = measured_slowdown(recording, change);
    play(row, change);
  }
  std::vector<DetectionRow> list;
  for (auto& [key, row] : rows) list.push_back(std::move(row));
  return list;
}

std::string about(const Recording& recording) {
  return fmt::format("Played from {} rounds of {} cells{}.", recording.rounds, recording.cells.size(),
                     recording.noise.empty() ? "" : ", beside " + recording.noise);
}

std::string detection_text(const std::vector<DetectionRow>& rows, const Recording& recording) {
  std::size_t widest = 30;
  for (const auto& row : rows) widest = std::max(widest, name_of(row).size());
  auto text = about(recording) + "\n\n";
  const auto line = [&](const std::string& name, const std::string& a, const std::string& b,
                        const std::string& c, const std::string& d) {
    text += fmt::format("{:<{}}  {:>20}  {:>20}  {:>20}  {:>20}\n", name, widest, a, b, c, d);
  };
  line("Runs with a false alarm", "gate", "compare.py", "fixed 10 %", "Criterion");
  for (const auto& row : rows)
    if (is_harmless(row))
      line(name_of(row), share_text(row.gate.wrong), share_text(row.compare_py.wrong),
           share_text(row.ten_percent.wrong), share_text(row.criterion.wrong));
  text += '\n';
  line("Detected, in the changed cell", "gate", "compare.py", "fixed 10 %", "Criterion");
  for (const auto& row : rows) {
    if (is_harmless(row)) continue;
    auto name = name_of(row);
    if (row.measured != 0) name += fmt::format(" (really {:+.0f} %)", 100 * row.measured);
    line(name, share_text(row.gate.right), share_text(row.compare_py.right),
         share_text(row.ten_percent.right), share_text(row.criterion.right));
  }
  Alarms wrong;
  for (const auto& row : rows) {
    if (is_harmless(row)) continue;
    wrong.wrong.hits += row.gate.wrong.hits;
    wrong.wrong.of += row.gate.wrong.of;
  }
  text += fmt::format("\nIn these runs the gate accused an unchanged cell in {}.\n", share_text(wrong.wrong));
  return text;
}

}  // namespace parallax::reports::gate

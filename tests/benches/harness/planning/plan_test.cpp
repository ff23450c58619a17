// SPDX-License-Identifier: MIT
//
// Which work stands for its kind.
#include "benches/harness/planning/plan.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/benches/harness/planning/played.hpp"

namespace parallax {
namespace {

// In seconds of one iteration; told: the share of the waiting that the kernel knows before.
Cell waiting(const char* kernel, double serial, double waits, double told = 1) {
  auto subject = std::make_shared<Played>();
  subject->work = kernel;
  subject->strategy = "runtime";
  subject->serial = serial;
  subject->waits = waits;
  subject->told_share = told;
  return {subject, 1, {.size = 64, .grain = 1}};
}

// One that is nearly mixed may be found to be so by the report, whose answer about waiting work it then leaves empty.
TEST(Plan, TakesATypicalWorkForItsKind) {
  const std::vector<Cell> cells{waiting("nearly", 0.1, 0.083), waiting("typical", 0.05, 0.049),
                                waiting("disk", 0.09, 0.089, 0.1)};
  auto works = works_of(cells);
  for (auto& work : works) {
    const Cell& cell = cells[work.cells.front()];
    work.serial = serial_of(cell);
    work.kind = kind_of_work(cell, work.serial);
    work.is_typical = is_typical_work(cell, work.serial);
    EXPECT_EQ(work.kind, WorkKind::waiting);
    EXPECT_EQ(work.is_typical, cell.subject->kernel() == "typical");
  }
  const auto first = [&](double typical_seconds) {
    const auto units = plan(cells, works, {1, typical_seconds, 1}, {.unit_seconds = 3, .cell_seconds = 30});
    return std::string(cells[units.front().cells.front()].subject->kernel());
  };
  EXPECT_EQ(first(0.5), "typical");
  EXPECT_EQ(first(8), "typical");  // more than a unit should cost
  EXPECT_EQ(first(10), "nearly");
  works[1].is_typical = false;
  EXPECT_EQ(first(0.5), "nearly");  // the longest
}

TEST(Plan, TakesAWorkForTypicalOnlyInItsFolder) {
  auto subject = std::make_shared<Played>();
  const Cell cell{subject, 1, {.size = 16, .grain = 1}};
  const SerialRun computing{.waiting_seconds = 0, .computing_seconds = 0.02};
  EXPECT_EQ(kind_of_work(cell, computing), WorkKind::coarse);
  for (const auto& [folder, is_typical] :
       std::map<std::string, bool>{{"", true}, {"cpu", true}, {"mixed", false}}) {
    subject->place = folder;
    EXPECT_EQ(is_typical_work(cell, computing), is_typical) << folder;
  }
}

}  // namespace
}  // namespace parallax

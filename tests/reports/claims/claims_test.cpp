// SPDX-License-Identifier: MIT
// The claims themselves: that each can be judged, and that verdicts come out as their rules say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "reports/claims/claim.hpp"
#include "reports/claims/wording.hpp"
#include "reports/results/filter.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::claims {
namespace {

using ::testing::HasSubstr;

const Claim& claim(const std::string& id) { return *claims_named(std::vector{id}).front(); }

// All that a claim asks for, every cell taking as long per item as it is told, more or less, and counting
// what the rules ask for.
class MadeUp {
 public:
  explicit MadeUp(const Claim& about, const std::string& processors = "2") : claim_(about) {
    results_.sources = {{"made-up.json", {{"usable_cpus", processors}}}};
    for (const auto& name : cells_of(about)) {
      Cell cell;
      cell.name = name;
      cell.id = parse_cell_name(name);
      for (const char* counter :
           {"latency_mean", "lost_updates", "overtaken", "gil_switches", "started_in", "ready_in", "send_p50",
            "worker_unshared", "worker_page_tables", "switches", "noticed_p50"})
        cell.counters[counter] = std::vector<double>(samples, 1);
      results_.cells.push_back(std::move(cell));
    }
    takes("", 1);
  }

  // Cells in whose name this stands: so many seconds per item, and repetitions that differ by so much.
  MadeUp& takes(const std::string& in_name, double seconds, double spread = 0.002) {
    for (Cell& cell : with(in_name)) {
      cell.seconds.clear();
      for (std::size_t i = 0; i < samples; ++i)
        cell.seconds.push_back(seconds * static_cast<double>(cell.id.size.value_or(1)) *
                               (1 + spread * (static_cast<double>(i) - static_cast<double>(samples) / 2)));
      cell.cpu_seconds = cell.seconds;
    }
    return *this;
  }
  MadeUp& keeps_busy(const std::string& in_name, double processors) {
    for (Cell& cell : with(in_name)) {
      cell.cpu_seconds = cell.seconds;
      for (double& seconds : cell.cpu_seconds) seconds *= processors;
    }
    return *this;
  }
  MadeUp& counts(const std::string& in_name, const std::string& counter, double value) {
    for (Cell& cell : with(in_name)) cell.counters[counter] = std::vector<double>(samples, value);
    return *this;
  }
  MadeUp& fails(const std::string& in_name, const std::string& error) {
    for (Cell& cell : with(in_name)) cell.errors = {error};
    return *this;
  }
  MadeUp& lacks(const std::string& in_name) {
    std::erase_if(results_.cells,
                  [&](const Cell& cell) { return cell.name.find(in_name) != std::string::npos; });
    return *this;
  }

  Judged judged() const { return judge(claim_, results_); }
  Verdict verdict() const { return judged().verdict; }

 private:
  static constexpr std::size_t samples = 9;

  std::vector<std::reference_wrapper<Cell>> with(const std::string& in_name) {
    std::vector<std::reference_wrapper<Cell>> found;
    for (Cell& cell : results_.cells)
      if (cell.name.find(in_name) != std::string::npos) found.emplace_back(cell);
    EXPECT_FALSE(found.empty()) << claim_.id << " has no cell with " << in_name;
    return found;
  }

  const Claim& claim_;
  Results results_;
};

TEST(Claims, EachHasWhatItNeedsAndAnIdOfItsOwn) {
  std::set<std::string_view> ids;
  std::size_t testable = 0;
  for (const Group& group : groups()) {
    for (const Claim& one : group.claims) {
      EXPECT_TRUE(ids.insert(one.id).second) << one.id << " occurs twice";
      EXPECT_EQ(one.id.front(), group.letter) << one.id;
      EXPECT_FALSE(one.quote.empty() || one.source.empty() || one.rule.empty()) << one.id;
      EXPECT_NE(one.judge == nullptr, one.untestable.empty())
          << one.id << ": a rule, or a reason why there is none";
      testable += one.judge != nullptr;
    }
  }
  EXPECT_GE(testable, 30u);
}

// A rule that asked for other cells on other answers could not say beforehand what it needs.
TEST(Claims, RulesAskForTheSameCellsWhateverTheAnswers) {
  for (const Claim* one : claims_named({})) {
    if (!one->judge) continue;
    EXPECT_FALSE(cells_of(*one).empty()) << one->id;
    for (const char* processors : {"1", "2", "64"})
      EXPECT_NE(MadeUp(*one, processors).verdict(), Verdict::not_measured) << one->id;
  }
}

TEST(Claims, EveryCellCounts) {
  for (const Claim* one : claims_named({})) {
    for (const auto& cell : cells_of(*one)) {
      const auto judged = MadeUp(*one).lacks(cell).judged();
      EXPECT_EQ(judged.verdict, Verdict::not_measured) << one->id << " without " << cell;
      EXPECT_THAT(reason_text(judged), HasSubstr(cell));
      EXPECT_TRUE(judged.evidence.empty());
    }
  }
}

TEST(Claims, TheExpressionFindsTheirCellsOnly) {
  const auto chosen = claims_named(std::vector<std::string>{"A6", "D1"});
  Results all;
  std::set<std::string> wanted;
  for (const Claim* one : claims_named({})) {
    for (const auto& name : cells_of(*one)) {
      const bool chosen_too = one->id == "A6" || one->id == "D1";
      if (chosen_too) wanted.insert(name);
      Cell cell;
      cell.name = name;
      all.cells.push_back(cell);
    }
  }
  keep_matching(all, expression_for(chosen));
  std::set<std::string> kept;
  for (const Cell& cell : all.cells) kept.insert(cell.name);
  EXPECT_EQ(kept, wanted);
}

TEST(Claims, AreChosenByIdAndByGroup) {
  EXPECT_EQ(claims_named(std::vector<std::string>{"D1"}).size(), 1u);
  EXPECT_EQ(claims_named(std::vector<std::string>{"F", "F1"}).size(), 3u);
  EXPECT_THROW(claims_named(std::vector<std::string>{"Z9"}), std::invalid_argument);
}

TEST(Claims, WhatCannotBeTestedSaysWhy) {
  const auto judged = judge(claim("G6"), {});
  EXPECT_EQ(judged.verdict, Verdict::not_testable);
  EXPECT_FALSE(reason_text(judged).empty());
}

// One of each kind of rule, on both sides of its threshold and on it.
TEST(Rules, PipesAgainstQueues) {
  const auto with_pipe = [&](double seconds, double spread = 0.002) {
    return MadeUp(claim("D1")).takes("/pipe/", seconds, spread);
  };
  EXPECT_EQ(with_pipe(0.5).verdict(), Verdict::confirmed);
  EXPECT_EQ(with_pipe(0.9).verdict(), Verdict::refuted);
  EXPECT_EQ(with_pipe(0.5).takes("/feeder-queue/", 0.1).verdict(), Verdict::limited);
  const auto undecided = with_pipe(1 / 1.2, 0.02).judged();
  EXPECT_EQ(undecided.verdict, Verdict::not_resolved);
  EXPECT_THAT(verdict_sentence(undecided), HasSubstr("or"));
}

TEST(Rules, ThreeTimesNeedsFourProcessors) {
  const auto fast = [&](const std::string& processors, double times) {
    return MadeUp(claim("A1"), processors).takes("/fork/", 1 / times).judged();
  };
  EXPECT_EQ(fast("4", 3).verdict, Verdict::confirmed);
  EXPECT_EQ(fast("4", 3.97).verdict, Verdict::refuted);
  const auto small = fast("2", 3);
  EXPECT_EQ(small.verdict, Verdict::not_testable);
  EXPECT_THAT(reason_text(small), HasSubstr("4 processors"));
  EXPECT_FALSE(small.evidence.empty());
}

TEST(Rules, OneSlowCellRefutesThatItImproves) {
  const auto fast = [&] { return MadeUp(claim("A3")).takes("/fork/", 0.5).takes("/fork-queue/", 0.5); };
  EXPECT_EQ(fast().verdict(), Verdict::confirmed);
  EXPECT_EQ(fast().takes("/fork-queue/", 2).verdict(), Verdict::refuted);
  EXPECT_EQ(fast().takes("/fork-queue/", 1).verdict(), Verdict::limited);
}

TEST(Rules, MoreThanHalfOfTheCellsAndOnlyBecauseOfTheGil) {
  const auto under_gil = [&](double seconds) { return MadeUp(claim("A4")).takes("/gil/", seconds); };
  EXPECT_EQ(under_gil(2).verdict(), Verdict::confirmed);
  EXPECT_EQ(under_gil(2).takes("/threads/", 1.5).verdict(), Verdict::limited);
  EXPECT_EQ(under_gil(0.5).takes("/threads/", 1.5).verdict(), Verdict::refuted);
}

TEST(Rules, BusyProcessors) {
  EXPECT_EQ(MadeUp(claim("A6")).keeps_busy("/fork/", 1.95).verdict(), Verdict::confirmed);
  EXPECT_EQ(MadeUp(claim("A6")).keeps_busy("/fork/", 1.5).verdict(), Verdict::limited);
  EXPECT_EQ(MadeUp(claim("A6")).keeps_busy("/fork/", 1).verdict(), Verdict::refuted);
}

TEST(Rules, AnyOfThreeKindsOfWaitingRefutes) {
  EXPECT_EQ(MadeUp(claim("B2")).verdict(), Verdict::confirmed);
  EXPECT_EQ(MadeUp(claim("B2")).counts("convoy/gil/", "latency_mean", 300).verdict(), Verdict::refuted);
  EXPECT_EQ(MadeUp(claim("B2")).takes("file_read/gil/", 1.5).verdict(), Verdict::limited);
}

TEST(Rules, LossesAreFacts) {
  EXPECT_EQ(MadeUp(claim("E4b")).counts("", "lost_updates", 0).verdict(), Verdict::confirmed);
  EXPECT_EQ(
      MadeUp(claim("E4b")).counts("", "lost_updates", 0).counts("value-raw", "lost_updates", 3).verdict(),
      Verdict::refuted);
  EXPECT_EQ(MadeUp(claim("E4a")).counts("", "lost_updates", 0).verdict(), Verdict::limited);  // at best
  EXPECT_EQ(MadeUp(claim("E5")).counts("", "lost_updates", 0).verdict(), Verdict::refuted);
  EXPECT_EQ(MadeUp(claim("E5")).verdict(), Verdict::confirmed);
}

TEST(Rules, WhatNeverHappenedMustHaveBeenPossible) {
  const auto lost = [&](double updates) { return MadeUp(claim("B4")).counts("", "lost_updates", updates); };
  EXPECT_EQ(lost(0).verdict(), Verdict::not_testable);
  EXPECT_EQ(lost(0).counts("", "gil_switches", 9).verdict(), Verdict::confirmed);
  EXPECT_EQ(lost(3).counts("", "gil_switches", 9).verdict(), Verdict::refuted);
}

TEST(Rules, AWrongAnswerRefutesAndACrashDecidesNothing) {
  EXPECT_EQ(MadeUp(claim("D2a")).verdict(), Verdict::confirmed);
  EXPECT_EQ(MadeUp(claim("D2a")).fails("locked-queue", "wrong: messages were lost").verdict(),
            Verdict::refuted);
  EXPECT_EQ(MadeUp(claim("D2a")).fails("locked-queue", "crashed: signal 9").verdict(), Verdict::not_measured);
  EXPECT_EQ(MadeUp(claim("D2b")).verdict(), Verdict::limited);
}

TEST(Rules, WhatWorksRefutesThatItDoesNot) {
  EXPECT_EQ(MadeUp(claim("G5a")).verdict(), Verdict::refuted);
  EXPECT_EQ(MadeUp(claim("G5b")).verdict(), Verdict::limited);
  EXPECT_EQ(MadeUp(claim("G5b")).fails("round_trip/tcp", "wrong: bytes").verdict(), Verdict::refuted);
}

TEST(Rules, CopiesGrowWithTheMessage) {
  const auto linear = [&] { return MadeUp(claim("D6")).takes("bytes:1048576", 16); };
  EXPECT_EQ(linear().verdict(), Verdict::confirmed);
  EXPECT_EQ(linear().takes("/fork-pipe/", 5).verdict(), Verdict::limited);
  EXPECT_EQ(MadeUp(claim("D6")).takes("/fork-pipe/", 5).verdict(), Verdict::refuted);
}

}  // namespace
}  // namespace parallax::reports::claims

// SPDX-License-Identifier: MIT
// A comparison says what it compared, and passes only if it compared something.
#include <gtest/gtest.h>

#include "reports/gate/comparison_wording.hpp"
#include "tests/reports/gate/comparison_sample.hpp"

namespace parallax::reports::gate {
namespace {

Comparison with(const std::vector<Verdict>& verdicts) {
  auto it = sample::empty();
  it.allow_removed = true;
  for (const auto verdict : verdicts)
    it.cells.push_back({"c" + std::to_string(it.cells.size()), verdict, "", 0, {}, {}});
  return it;
}

TEST(Headline, IsNoPassIfNothingWasCompared) {
  for (const auto& [verdicts, text] : std::vector<std::pair<std::vector<Verdict>, std::string>>{
           {{Verdict::left_out, Verdict::left_out}, "2 left out"},
           {{Verdict::added}, "1 new"},
           {{Verdict::observed}, "1 observed, not judged"},
           {{Verdict::removed}, "1 removed"},
           {{Verdict::left_out, Verdict::added, Verdict::identical}, "1 left out, 1 new, 1 identical"},
           {{}, "there are no cells"}}) {
    const auto it = with(verdicts);
    EXPECT_EQ(exit_of(it), not_judged) << text;
    EXPECT_EQ(headline(it), "Nothing could be compared: " + text);
    EXPECT_EQ(exit_sentence(it), "3: not judged, as nothing could be compared");
  }
}

TEST(Headline, CountsOnlyWhatWasCompared) {
  EXPECT_EQ(headline(with({Verdict::no_change, Verdict::no_change})), "No regression in 2 cells");
  EXPECT_EQ(headline(with({Verdict::no_change})), "No regression in 1 cell");
  const auto mixed = with({Verdict::no_change, Verdict::improvement, Verdict::slower, Verdict::inconclusive,
                           Verdict::left_out, Verdict::added, Verdict::observed});
  EXPECT_EQ(
      headline(mixed),
      "No regression in 4 of 7 cells, 1 slower by less than the threshold, 1 improvement, 1 inconclusive; "
      "not compared: 1 left out, 1 observed, not judged, 1 new");
  EXPECT_EQ(exit_of(mixed), passed);
}

TEST(Headline, SaysThatNothingIsKnownIfAllIsInconclusive) {
  const auto unknown = Verdict::inconclusive;
  EXPECT_EQ(headline(with({unknown, unknown})),
            "A regression was neither found nor ruled out in 2 cells: all are inconclusive");
  EXPECT_EQ(headline(with({unknown})),
            "A regression was neither found nor ruled out in 1 cell: it is inconclusive");
  EXPECT_EQ(headline(with({unknown, unknown, Verdict::added})),
            "A regression was neither found nor ruled out in 2 of 3 cells: all are inconclusive; not "
            "compared: 1 new");
  EXPECT_EQ(exit_of(with({unknown})), passed);
}

TEST(Headline, IsNoPassIfTheBudgetRanOut) {
  auto it = with({Verdict::no_change, Verdict::left_out});
  it.incomplete = "the budget of 3 s was too short for 1 of 2 cells";
  EXPECT_EQ(exit_of(it), not_judged);
  EXPECT_EQ(
      headline(it),
      "Incomplete: the budget of 3 s was too short for 1 of 2 cells. No regression in 1 of 2 cells; not "
      "compared: 1 left out");
  EXPECT_EQ(exit_sentence(it), "3: not judged, as the run is incomplete");
  it.cells.front().verdict = Verdict::left_out;
  EXPECT_EQ(headline(it),
            "Incomplete: the budget of 3 s was too short for 1 of 2 cells; nothing could be compared");
  EXPECT_EQ(exit_sentence(it), "3: not judged, as the run is incomplete; nothing could be compared");
}

TEST(Headline, OfIdenticalProgramsIsAPass) {
  const auto it = with({Verdict::identical, Verdict::identical});
  EXPECT_EQ(exit_of(it), passed);
  EXPECT_EQ(headline(it), "The programs are identical: 2 cells not measured");
}

TEST(Headline, GivesTheReasonThatTheDataHave) {
  auto it = with({Verdict::no_change, Verdict::invalid});
  EXPECT_EQ(exit_sentence(it), "3: not judged, as cells cannot be judged");
  it.cells.back().verdict = Verdict::removed;
  it.allow_removed = false;
  EXPECT_EQ(exit_sentence(it), "3: not judged, as benchmarks are gone");
  it.cells.back().verdict = Verdict::inconclusive;
  EXPECT_EQ(exit_sentence(it), "0: passed");
  it.strict = true;
  EXPECT_EQ(exit_sentence(it), "3: not judged, as cells are not settled, and --strict asks for that");
  it.cells.front().verdict = Verdict::regression;
  EXPECT_EQ(exit_sentence(it), "1: there is a regression");
}

}  // namespace
}  // namespace parallax::reports::gate

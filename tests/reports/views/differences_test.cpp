// SPDX-License-Identifier: MIT
// Results side by side: cells by their names, ratios to the first, and nothing that was not measured.
#include "reports/views/differences.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "reports/differences_wording.hpp"
#include "tests/reports/views/two_results.hpp"

namespace parallax::reports {
namespace {

using given::differences_of;
using given::on_machine;
using given::steady;

const CellDifference& cell_named(const Differences& found, const std::string& name) {
  return *std::find_if(found.cells.begin(), found.cells.end(),
                       [&](const auto& cell) { return cell.name == name; });
}

TEST(Differences, AreHowManyTimesAsFastAsTheFirst) {
  const auto found =
      differences_of({on_machine("a", {steady("k/tbb/workers:2", 6), steady("k/tbb/workers:3", 1)}),
                      on_machine("b", {steady("k/tbb/workers:2", 2)})});
  ASSERT_EQ(found.cells.size(), 1u);
  const auto& one = found.cells[0].others.at(0);
  EXPECT_DOUBLE_EQ(one.ratio.estimate->point(), 3);
  EXPECT_TRUE(one.ratio.estimate->interval());
  EXPECT_TRUE(one.resolved);
  EXPECT_EQ(found.results[0].alone, 1u);
  EXPECT_EQ(found.results[1].alone, 0u);
  EXPECT_EQ(found.faster, 1u);
}

TEST(Differences, AreNotResolvedBetweenEquals) {
  const auto found = differences_of(
      {on_machine("a", {steady("k/tbb/workers:2", 6)}), on_machine("b", {steady("k/tbb/workers:2", 6)})});
  EXPECT_FALSE(found.cells[0].others[0].resolved);
  EXPECT_EQ(found.compared, 1u);
  EXPECT_EQ(found.faster + found.slower, 0u);
}

// Half of the fastest way's repetitions were disturbed there, so that another way stands in its place: that the work
// itself takes longer there is not sure.
TEST(Differences, OfWorksAreNotResolvedByAWayThatOnlySeemsTheFastest) {
  const auto cells = [](double disturbed) {
    auto serial = steady("k/serial/workers:1/size:8/grain:1", 10);
    for (std::size_t i = 0; i < serial.seconds.size(); i += 2) serial.seconds[i] *= disturbed;
    return std::vector<Cell>{serial, steady("k/tbb/workers:2/size:8/grain:1", 11)};
  };
  const auto found = differences_of({on_machine("a", cells(1)), on_machine("b", cells(2))});
  ASSERT_EQ(found.works.size(), 1u);
  EXPECT_LT(found.works[0].others[0].ratio.estimate->point(), 0.95);
  EXPECT_FALSE(found.works[0].others[0].resolved);
  EXPECT_EQ(found.works_faster + found.works_slower, 0u);
}

TEST(Differences, AreSortedByGainAndGroupedByKernelAndRuntime) {
  const auto results = given::two_results();
  const auto found = differences_of(results);
  double last = 1e9;
  for (const auto& cell : found.cells) {
    if (!cell.others[0].ratio.estimate) continue;
    EXPECT_LE(cell.others[0].ratio.estimate->point(), last);
    last = cell.others[0].ratio.estimate->point();
  }
  ASSERT_FALSE(found.groups.empty());
  for (const auto& group : found.groups) {
    ASSERT_TRUE(group.means[0]);
    const auto wanted = group.runtime == "serial" ? 1 / 0.9993 : group.kernel == "spin" ? 2 : 0.4;
    EXPECT_NEAR(group.means[0]->point(), wanted, 1e-6) << group.kernel << group.runtime;
    EXPECT_NEAR(group.seconds.at(0) / group.seconds.at(1), wanted, 1e-6);
    EXPECT_LE(group.means[0]->interval()->low, group.means[0]->point());
  }
}

TEST(Differences, NameTheFastestWayOfEachResult) {
  const auto results = given::two_results();
  const auto found = differences_of(results);
  const auto last = std::find_if(found.works.begin(), found.works.end(), [&](const WorkDifference& work) {
    return work.kernel == "job" && results[0].rows[work.first_row].id.size == 65536;
  });
  ASSERT_NE(last, found.works.end());
  EXPECT_EQ(results[0].rows[last->first_row].name, "job/tbb/workers:2/size:65536/grain:8192");
  EXPECT_EQ(results[1].rows[*last->others[0].row].name, "job/tbb/workers:4/size:65536/grain:8192");
  EXPECT_GT(last->others[0].ratio.estimate->point(), 2);
  EXPECT_TRUE(last->others[0].resolved);
  EXPECT_NE(works_sentence(found).find("fast is surely faster than slow in 5 of 8 works"), std::string::npos)
      << works_sentence(found);
}

TEST(Differences, HaveAReasonWhereThereIsNoRatio) {
  auto failed = sample::cell("k/fork/workers:2", {});
  failed.errors = {"crashed: x"};
  const auto found = differences_of(
      {on_machine("a", {steady("k/tbb/workers:2", 1), steady("k/fork/workers:2", 1), steady("alone", 1)}),
       on_machine("b", {steady("k/tbb/workers:2", 1), failed}), on_machine("c", {steady("alone", 2)})});
  EXPECT_EQ(cell_named(found, "k/fork/workers:2").others[0].ratio.reason, "k/fork/workers:2: crashed");
  EXPECT_EQ(cell_named(found, "k/fork/workers:2").others[1].ratio.reason, "not measured there");
  EXPECT_DOUBLE_EQ(cell_named(found, "alone").others[1].ratio.estimate->point(), 0.5);
}

TEST(Differences, AreNeverSureOfFewRepetitions) {
  const auto found = differences_of({on_machine("a", {sample::cell("k/tbb/workers:2", {1, 1, 1})}),
                                     on_machine("b", {sample::cell("k/tbb/workers:2", {9, 9, 9})})});
  EXPECT_FALSE(found.cells[0].others[0].resolved);
  EXPECT_EQ(found.too_few, 1u);
  EXPECT_NE(surely_sentence(found).find("1 has fewer than 5 repetitions"), std::string::npos);
}

TEST(ComparedResults, AreCalledByWhatTellsThemApart) {
  const auto named = [](std::vector<std::vector<ContextEntry>> contexts) {
    std::vector<Views> results;
    for (auto& context : contexts) {
      Results one;
      one.sources.push_back({fmt::format("runs/{}.json", results.size()), std::move(context)});
      one.cells.push_back(steady("x", 1));
      results.push_back(make_views(std::move(one)));
    }
    std::string names;
    for (const auto& one : differences_of(results).results) names += one.name + "|";
    return names;
  };
  EXPECT_EQ(named({{{"host_name", "a"}}, {{"host_name", "b"}}}), "a|b|");
  EXPECT_EQ(
      named({{{"host_name", "a"}, {"commit", "0123456789abcdef"}}, {{"host_name", "a"}, {"commit", "1123"}}}),
      "0123456789ab|1123|");
  EXPECT_EQ(named({{{"compiler", "g"}}, {{"compiler", "c"}}}), "g|c|");
  EXPECT_EQ(named({{{"host_name", "a"}}, {}}), "0|1|");
}

TEST(Contexts, HaveWhatKeepsThemApartFirst) {
  const auto found = differences_of(given::two_results());
  ASSERT_GE(found.context.size(), 4u);
  EXPECT_EQ(found.context[0].key, "host_name");
  EXPECT_TRUE(found.context[0].differs && found.context[0].keeps_apart);
  EXPECT_EQ(found.context[1].key, "usable_cpus");
  EXPECT_EQ(found.context[1].values, (std::vector<std::string>{"2", "4"}));
  EXPECT_EQ(found.context[2].key, "compiler");
  EXPECT_FALSE(found.context[2].differs);
}

TEST(DifferencesSentence, SaysWhoIsFaster) {
  EXPECT_NE(
      differences_sentence(differences_of(given::two_results())).find("fast is surely faster than slow in "),
      std::string::npos);
  const std::vector<Views> strangers{on_machine("a", {steady("x", 1)}), on_machine("b", {steady("y", 1)})};
  const auto found = differences_of(strangers);
  EXPECT_EQ(differences_sentence(found),
            "These results have no cell in common, so there is nothing to compare.");
  EXPECT_EQ(nothing_in_common(found, strangers),
            "a.json and b.json have no cell in common (one has x, the other y)");
}

}  // namespace
}  // namespace parallax::reports

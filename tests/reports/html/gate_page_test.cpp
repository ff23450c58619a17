// SPDX-License-Identifier: MIT
// The gate's page and section: complete, self-contained, without a script, the same every time.
#include "reports/html/gate_page.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "reports/html/gate_parts.hpp"
#include "reports/html/gate_section.hpp"
#include "reports/html/page.hpp"
#include "tests/reports/gate/comparison_sample.hpp"
#include "tests/reports/occurrences.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::html {
namespace {

using gate::Verdict;
namespace gate_sample = gate::sample;

std::string without_style(std::string text) {
  const auto open = text.find("<style>"), close = text.find("</style>");
  return text.erase(open, close - open);
}

std::string ordinary_page(const gate::Comparison* comparison) {
  return page(make_views(reports::sample::results(reports::sample::rows("a/serial/workers:1", {1, 2, 3}))),
              comparison);
}

TEST(GatePage, HasAllItsParts) {
  const auto text = gate_page(gate_sample::full());
  EXPECT_NE(text.find("1 error in 15 cells"), std::string::npos);
  for (const auto* part :
       {"Head against base", "In the order of the run", "Base against base", "What would have been seen",
        "All numbers as a table", "18446744073709551615", "f0e1d2c3b4a5968778695a4b3c2d1e0f",
        "4f2d1c0a9b8e7d6c", "The machine is virtual.", "--filter=`a`", "Test CPU &lt;3&gt;"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

TEST(GatePage, HasAChipForEachVerdict) {
  const auto text = gate_answer(gate_sample::full()).text();
  for (std::size_t i = 0; i < gate::verdicts; ++i) {
    const auto verdict = static_cast<Verdict>(i);
    EXPECT_EQ(occurrences(text, "<li class=\"" + look_of(verdict) + "\">"), 1u)
        << gate::verdict_name(verdict);
  }
}

TEST(GatePage, MeasuredVerdictsDifferInShapeToo) {
  std::set<std::string> shapes;
  for (std::size_t i = 0; i < 8; ++i) shapes.insert(shape_of(static_cast<Verdict>(i)));
  EXPECT_EQ(shapes.size(), 8u);
  EXPECT_EQ(std::set<std::string>(
                {shape_of(gate::Arm::base), shape_of(gate::Arm::head), shape_of(gate::Arm::control)})
                .size(),
            3u);
}

TEST(GatePage, TheForestHasARowForEachMeasuredCell) {
  const auto text = gate_forest(gate_sample::full()).text();
  EXPECT_EQ(occurrences(text, "<div class=\"gate-row v-"), 9u);
  EXPECT_EQ(occurrences(text, "class=\"band\""), 9u);
  EXPECT_EQ(occurrences(text, "class=\"interval\""), 9u);
  EXPECT_LT(text.find("cube/threads"), text.find("triad/openmp"));
  EXPECT_LT(text.find("triad/openmp"), text.find("primes/fork"));
  const auto large = gate_forest(gate_sample::large(300)).text();
  EXPECT_EQ(occurrences(large, "<div class=\"gate-row v-"), most_gate_rows);
  EXPECT_NE(large.find("and 100 cells more"), std::string::npos);
}

TEST(GatePage, TheRunOrderHasEveryVisitOfWhatMatters) {
  const auto it = gate_sample::full();
  const auto text = gate_run_order(it).text();
  EXPECT_EQ(occurrences(text, "<figure class=\"gate-order\">"), 6u);
  std::size_t visits = 0;
  for (const auto& visit : it.visits) {
    const auto verdict = it.cells[visit.cell].verdict;
    visits += verdict != Verdict::no_change && verdict != Verdict::observed && verdict != Verdict::error;
  }
  EXPECT_EQ(occurrences(text, "<path class=\"mark\""), visits);
  EXPECT_NE(text.find("; excluded</title>"), std::string::npos);
  EXPECT_NE(text.find("SIGSEGV"), std::string::npos);
}

TEST(GatePage, ShowsAtMostTwelveRunOrders) {
  auto it = gate_sample::empty();
  for (int i = 0; i < 20; ++i)
    gate_sample::add_cell(it, "a" + std::to_string(i), Verdict::regression, 1.5, 0.1);
  const auto text = gate_run_order(it).text();
  EXPECT_EQ(occurrences(text, "<figure class=\"gate-order\">"), most_run_orders);
  EXPECT_NE(text.find("and 8 cells more"), std::string::npos);
}

TEST(GatePage, TheTableHasEveryCellAndMetric) {
  const auto text = gate_table(gate_sample::full()).text();
  EXPECT_EQ(occurrences(text, "<tr><td"), 17u);  // 14 cells, one of them with three metrics
  EXPECT_EQ(occurrences(text, "not measured"), 6u);
}

TEST(GatePage, SaysHowSureEachIntervalIs) {
  auto it = gate_sample::full();
  it.cells[0].metrics[0].ratio.interval->confidence = 0.99764;
  it.cells[4].metrics[0].ratio.interval->confidence = 0.5;
  const auto forest = gate_forest(it).text(), table = gate_table(it).text();
  EXPECT_NE(forest.find("+11.2 … +13.4\u00a0% (99\u00a0%)"), std::string::npos);
  EXPECT_NE(forest.find("−0.8 … +1.2\u00a0% (50\u00a0%)"), std::string::npos);
  EXPECT_NE(table.find("+11.2 … +13.4\u00a0%</td><td class=\"n\">99\u00a0%</td>"), std::string::npos);
  EXPECT_NE(table.find("−0.8 … +1.2\u00a0%</td><td class=\"n\">50\u00a0%</td>"), std::string::npos);
  EXPECT_EQ((forest + table).find("95 % interval"), std::string::npos);
}

// A slowdown that is found with 80 % and never with 95 % has a line to the end, not none.
TEST(GatePage, DrawsWhatIsNotFoundWithNinetyFivePercent) {
  auto it = gate_sample::large(2);
  for (auto& cell : it.cells) cell.metrics[0].detectable95.reset();
  const auto text = gate_power(it).text();
  EXPECT_NE(text.find("95 %: –"), std::string::npos);
  EXPECT_NE(text.find("x2=\"97.00%\" y1=\"50%\""), std::string::npos);
}

// Ratios that have no logarithm, samples that are missing, one visit, a value for ever: all of these have a
// page.
TEST(GatePage, StandsWhatCannotBeDrawn) {
  auto it = gate_sample::full();
  const auto infinity = std::numeric_limits<double>::infinity();
  const double values[] = {0, -1, infinity, std::nan(""), 1e300, 1e-300};
  for (std::size_t i = 0; i < std::size(values); ++i) {
    it.cells[i].metrics[0].ratio = {values[i], Interval{values[i], values[i], 0.95}, {}};
    it.cells[i].metrics[0].detectable80 = values[i];
    it.cells[i].metrics[0].control = Estimate{values[i], {}, {}};
  }
  for (std::size_t i = 0; i < it.visits.size(); i += 7) it.visits[i].wall = {values[i % std::size(values)]};
  it.visits[1].wall.clear();
  const auto text = without_style(gate_page(it));
  for (const auto* number : {"\"nan", "\"-nan", "\"inf", "\"-inf"})
    EXPECT_EQ(text.find(number), std::string::npos) << number;
  EXPECT_FALSE(gate_page(gate::Comparison{}).empty());
}

TEST(GatePage, AsksForNothingAndRunsNothing) {
  const auto text = without_style(gate_page(gate_sample::large(20)));
  for (const auto* part : {"http:", "https:", " src=", "url(", "@import", "<link", "<iframe", "<script",
                           " style=", " onclick=", "{{"})
    EXPECT_EQ(text.find(part), std::string::npos) << part;
  EXPECT_NE(text.find("default-src 'none'; style-src 'sha256-"), std::string::npos);
  EXPECT_EQ(text.find("script-src"), std::string::npos);
}

TEST(GatePage, CarriesHostileTextsAsTexts) {
  auto it = gate_sample::full();
  it.incomplete = it.command = it.date = it.base.file = it.head.commit = gate_sample::hostile_names[0];
  it.machine.emplace_back(gate_sample::hostile_names[0], gate_sample::hostile_names[2]);
  const auto text = gate_page(it);
  for (const auto* tag : {"<script", "</script", "<img", "\x1b", "\xe2\x80\xae", "\xe2\x81\xa6"})
    EXPECT_EQ(text.find(tag), std::string::npos) << tag;
  EXPECT_EQ(occurrences(text, "</style"), 1u);
}

TEST(GatePage, IsTheSameEveryTime) {
  EXPECT_EQ(gate_page(gate_sample::full()), gate_page(gate_sample::full()));
}

TEST(GatePage, TakesAHistory) {
  const auto with = gate_page(gate_sample::full(), Markup().add("<section id=\"history\"></section>\n"));
  EXPECT_LT(with.find("id=\"gate\""), with.find("id=\"history\""));
  EXPECT_LT(with.find("id=\"history\""), with.find("id=\"provenance\""));
}

TEST(GatePage, IsASectionOfTheOrdinaryPageIfThereIsAComparison) {
  const auto comparison = gate_sample::full();
  const auto with = ordinary_page(&comparison), without = ordinary_page(nullptr);
  EXPECT_LT(with.find("id=\"answer\""), with.find("<section id=\"gate\""));
  EXPECT_LT(with.find("<section id=\"gate\""), with.find("<section id=\"winners\""));
  EXPECT_EQ(occurrences(with, "href=\"#gate\""), 1u);
  EXPECT_EQ(without.find("id=\"gate\""), std::string::npos);
  EXPECT_EQ(without.find("#gate\""), std::string::npos);
  EXPECT_EQ(occurrences(with, "<script"), occurrences(without, "<script"));
}

TEST(GateParts, RoundTicksLieWithinAndAreFew) {
  for (const auto& [low, high] :
       {std::pair{0.0, 1.0}, {0.95, 1.12}, {3e-9, 4e-9}, {-5.0, 1e6}, {1.0, 1.0000001}}) {
    const auto ticks = round_ticks(low, high, 5);
    EXPECT_GE(ticks.values.size(), 2u) << low;
    EXPECT_LE(ticks.values.size(), 6u) << low;
    for (const auto value : ticks.values) {
      EXPECT_GE(value, low - 1e-9 * std::abs(low));
      EXPECT_LE(value, high + 1e-9 * std::abs(high));
    }
  }
  EXPECT_TRUE(round_ticks(1, 1, 5).values.empty());
  EXPECT_TRUE(round_ticks(0, std::numeric_limits<double>::infinity(), 5).values.empty());
  EXPECT_EQ(round_ticks(0.95, 1.12, 5).digits, 2);
}

TEST(GateParts, ChangeTicksKeepTheirDistance) {
  for (const auto high : {1.02, 1.1, 1.5, 4., 10.}) {
    const Scale scale{1 / high, high, 3, 97, true};
    auto ticks = change_ticks(scale);
    std::sort(ticks.begin(), ticks.end());
    EXPECT_GE(ticks.size(), 3u) << high;
    for (std::size_t i = 1; i < ticks.size(); ++i)
      EXPECT_GE(scale(ticks[i]) - scale(ticks[i - 1]), 15) << high;
  }
}

}  // namespace
}  // namespace parallax::reports::html

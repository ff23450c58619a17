// SPDX-License-Identifier: MIT
// What is written about claims: as text, as Markdown, as a page.
#include "reports/claims/claims_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/claims/claims_page.hpp"
#include "reports/claims/wording.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::claims {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A6 with every cell, and G6, which has none.
struct Sample {
  Sample() {
    results.sources = {
        {"r.json", {{"usable_cpus", "2"}, {"cpu_model", "<b>fast</b> | x"}, {"commit", "abc"}}}};
    for (const auto& name : cells_of(*chosen.front())) {
      auto cell = sample::cell(name, {9, 10, 11, 10, 10});
      for (double& seconds : cell.cpu_seconds) seconds *= 2;
      results.cells.push_back(cell);
    }
    for (const Claim* claim : chosen) judged.push_back(judge(*claim, results));
  }

  std::vector<const Claim*> chosen = claims_named(std::vector<std::string>{"A6", "G6"});
  Results results;
  std::vector<Judged> judged;
};

TEST(Wording, ValuesHaveTheirUnits) {
  EXPECT_EQ(value_text(0.5, Unit::share), "50\u00a0%");
  EXPECT_EQ(value_text(3, Unit::count), "3");
  EXPECT_EQ(value_text(1234567, Unit::count), "1\u202f234\u202f567");
  EXPECT_EQ(effect_text({Estimate::exactly(2), Unit::count, {}}), "2");
  EXPECT_EQ(effect_text({{1.5, Interval{1.25, 2, 0.95}}, Unit::ratio, {}}), "1.50× (1.25× to 2.00×)");
  EXPECT_THAT(effect_text({{1.5, NoInterval{"too few"}}, Unit::ratio, {}}), HasSubstr("no interval"));
}

TEST(Wording, BoundsSayWhatIsForAndAgainst) {
  EXPECT_EQ(bounds_text(at_least(1.2), Unit::ratio), "at least 1.20×");
  EXPECT_EQ(bounds_text(at_least(0.9, 0.5), Unit::share), "at least 90\u00a0%; against it: below 50\u00a0%");
  EXPECT_EQ(bounds_text(at_most(1, 2), Unit::ratio), "at most 1.00×; against it: above 2.00×");
  EXPECT_EQ(bounds_text(within(2.5, 3.5), Unit::ratio), "2.50× to 3.50×");
}

TEST(ClaimsText, SaysVerdictsAndCountsThem) {
  const auto text = terminal(Sample().judged);
  EXPECT_THAT(text, HasSubstr("A6   confirmed\n"));
  EXPECT_THAT(text, HasSubstr("G6   not testable here\n"));
  EXPECT_THAT(text, HasSubstr("2 claims: 1 confirmed, 1 not testable here"));
}

TEST(ClaimsText, MarkdownIsATableThatNothingBreaks) {
  const Sample sample;
  const auto text = markdown(sample.judged, sample.results);
  EXPECT_THAT(text, HasSubstr("| A6 | "));
  EXPECT_THAT(text, HasSubstr("\\<b>fast\\</b> \\| x"));
}

TEST(ClaimsText, TheListNamesRulesAndCells) {
  const auto text = listing(Sample().chosen);
  EXPECT_THAT(text, HasSubstr("rule "));
  EXPECT_THAT(text, HasSubstr("cell    primes/fork/workers:2/"));
  EXPECT_THAT(text, HasSubstr("not testable here: "));
}

TEST(ClaimsPage, HasARowForEachClaimAndLinksItsCells) {
  const Sample sample;
  const auto html = page(sample.judged, sample.results);
  EXPECT_THAT(html, HasSubstr(R"(<article class="claim v-confirmed" id="A6")"));
  EXPECT_THAT(html, HasSubstr(R"(<article class="claim v-not_testable" id="G6")"));
  EXPECT_THAT(html, HasSubstr("scripts/claims A6"));
  EXPECT_THAT(html, HasSubstr("href=\"#cell-0\""));
  EXPECT_THAT(html, HasSubstr("id=\"cell-0\""));
  EXPECT_THAT(html, HasSubstr("advantage of multiple cores"));
}

TEST(ClaimsPage, IsSafeAndAlone) {
  const Sample sample;
  const auto html = page(sample.judged, sample.results);
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;fast"));
  EXPECT_THAT(html, Not(HasSubstr("<b>fast")));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("http://")));
  EXPECT_THAT(html, Not(HasSubstr("{{")));
}

TEST(ClaimsPage, SaysWhatIsMissing) {
  const auto chosen = claims_named(std::vector<std::string>{"A6"});
  const auto html = page({judge(*chosen.front(), {})}, {});
  EXPECT_THAT(html, HasSubstr("not measured"));
  EXPECT_THAT(html, HasSubstr("not in the results"));
}

}  // namespace
}  // namespace parallax::reports::claims

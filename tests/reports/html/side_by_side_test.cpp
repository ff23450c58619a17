// SPDX-License-Identifier: MIT
// The page of several results: each whole, none mixed, every name in it once.
#include "reports/html/side_by_side.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "reports/html/assets.hpp"
#include "reports/html/parts.hpp"
#include "tests/reports/html/page_text.hpp"
#include "tests/reports/views/two_results.hpp"

namespace parallax::reports::html {
namespace {

using sample::between;
using sample::count;
using testing::HasSubstr;
using testing::Not;

std::string page_of(const std::vector<Views>& results) {
  return side_by_side_page(results, given::differences_of(results));
}

TEST(SideBySide, HasWhereTheyDifferThenContextsThenEachResult) {
  const auto text = page_of(given::two_results());
  const auto differences = text.find("id=\"differences\""), contexts = text.find("id=\"contexts\""),
             first = text.find("id=\"r1-answer\""), second = text.find("id=\"r2-answer\"");
  EXPECT_LT(differences, contexts);
  EXPECT_LT(contexts, first);
  EXPECT_LT(first, second);
  EXPECT_NE(second, std::string::npos);
  EXPECT_THAT(text, HasSubstr("<title>Parallax · slow and fast</title>"));
  EXPECT_THAT(text, HasSubstr("not measured side by side"));
  EXPECT_THAT(text,
              HasSubstr("<tr class=\"differs\"><th scope=\"row\">host_name</th><td>slow</td><td>fast</td>"));
  EXPECT_THAT(text, HasSubstr("Compared and not merged: they differ."));
  EXPECT_THAT(text, Not(HasSubstr("{{")));
}

TEST(SideBySide, HasEveryNameOnceAndNoLinkLeadsNowhere) {
  auto text = page_of(given::three_results());
  for (const auto* open : {"<script", "<style"})
    for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at + 1))
      text.erase(at, text.find("</", at) - at);
  const auto all = [&](const std::string& pattern) {
    const std::regex expression(pattern);
    std::vector<std::string> found;
    for (std::sregex_iterator one(text.begin(), text.end(), expression), end; one != end; ++one)
      found.push_back((*one)[1]);
    return found;
  };
  std::set<std::string> names;
  for (const auto& id : all(" id=\"([^\"]*)\"")) EXPECT_TRUE(names.insert(id).second) << id << " twice";
  for (const auto& pattern : {"href=\"#([^\"]*)\"", "aria-labelledby=\"([^\"]*)\"", "for=\"([^\"]*)\""})
    for (const auto& target : all(pattern)) EXPECT_TRUE(names.contains(target)) << target;
}

TEST(SideBySide, KeepsTheNumbersOfEachResult) {
  const auto results = given::two_results();
  const auto text = page_of(results);
  EXPECT_EQ(count(text, "<tr id=\"r1-cell-"), results[0].rows.size());
  EXPECT_EQ(count(text, "<tr id=\"r2-cell-"), results[1].rows.size());
  EXPECT_EQ(count(text, "class=\"result of-"), 2u);
  if (has_charts()) {
    EXPECT_EQ(count(text, "id=\"r1-data\""), 1u);
    EXPECT_EQ(count(text, "id=\"r2-data\""), 1u);
  }
}

TEST(SideBySide, ShowsTheFirstEightResultsWhole) {
  std::vector<Views> results;
  for (int i = 0; i < 10; ++i)
    results.push_back(given::on_machine(fmt::format("host{}", i), {given::steady("k/tbb/workers:2", 1 + i)}));
  const auto text = page_of(results);
  EXPECT_EQ(count(text, "class=\"result of-"), most_whole_results);
  EXPECT_THAT(text, HasSubstr("The other 2 results are above only"));
  EXPECT_THAT(text, HasSubstr("host9"));
}

TEST(SideBySide, CarriesHostileTextsAsTexts) {
  const std::string evil = R"( id="x</script><script>alert(1)</script><b> href="#y {{cells}})";
  auto cell = given::steady(evil, 1);
  const auto text = page_of({given::on_machine(evil, {cell}), given::on_machine(evil + "2", {cell})});
  const auto harmless = page_of(
      {given::on_machine("a", {given::steady("c", 1)}), given::on_machine("b", {given::steady("c", 1)})});
  for (const auto* tag : {"<script", "</script", "<b>", " id=\"x", " href=\"#y"})
    EXPECT_EQ(count(text, tag), count(harmless, tag)) << tag;
}

TEST(SideBySide, IsTheSameEveryTime) {
  EXPECT_EQ(page_of(given::two_results()), page_of(given::two_results()));
}

TEST(SideBySide, ShowsARuntimeInOneColourEverywhere) {
  auto more = given::sample_cells();  // before openmp-static and tbb in the order of names
  more.push_back(given::steady("job/async/workers:2/size:16/grain:2", 1));
  std::vector<Views> results{given::on_machine("slow", given::sample_cells()),
                             given::on_machine("fast", more)};
  EXPECT_NE(look_of("tbb", results[0]).colour, look_of("tbb", results[1]).colour);
  share_looks(results);
  EXPECT_EQ(look_of("tbb", results[0]).colour, look_of("tbb", results[1]).colour);
  EXPECT_EQ(look_of("serial", results[0]).colour, 0u);
  const auto text = page_of(results);
  const std::regex chips("<span class=\"rt (c\\d) s\\d\">tbb</span>"),
      lines("<g class=\"(c\\d)[^>]*><title>tbb:");
  std::set<std::string> colours;
  for (const auto& pattern : {chips, lines}) {
    std::size_t found = 0;
    for (std::sregex_iterator one(text.begin(), text.end(), pattern), end; one != end; ++one, ++found)
      colours.insert((*one)[1]);
    EXPECT_GT(found, 0u);
  }
  EXPECT_EQ(colours.size(), 1u);
}

}  // namespace
}  // namespace parallax::reports::html

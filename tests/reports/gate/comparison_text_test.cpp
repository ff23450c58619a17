// SPDX-License-Identifier: MIT
#include "reports/gate/comparison_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "reports/text/plain.hpp"
#include "tests/reports/gate/comparison_sample.hpp"
#include "tests/reports/occurrences.hpp"

namespace parallax::reports::gate {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(ComparisonText, BeginsWithTheAnswer) {
  const auto text = terminal(sample::full(), {});
  EXPECT_EQ(lines_of(text).front(), headline(sample::full()));
  EXPECT_THAT(text, HasSubstr("exit 4: the head fails"));
}

TEST(ComparisonText, NoLineIsWiderThanTheTerminal) {
  for (const std::size_t columns : {40u, 60u, 80u, 100u, 120u, 160u})
    for (const auto& it : {sample::full(), sample::large(300)})
      for (const auto& line : lines_of(terminal(it, {false, true, columns})))
        EXPECT_LE(text::width(line), std::max<std::size_t>(60, columns)) << line;
}

TEST(ComparisonText, PutsTheGravestFirst) {
  const auto text = terminal(sample::full(), {});
  std::size_t last = 0;
  for (const auto* verdict :
       {"\n  error", "\n  regression", "\n  invalid", "\n  removed", "\n  slower", "\n  inconclusive",
        "\n  improvement", "\n  left out", "\n  observed", "\n  new"}) {
    const auto at = text.find(verdict);
    ASSERT_NE(at, std::string::npos) << verdict;
    EXPECT_GT(at, last) << verdict;
    last = at;
  }
}

TEST(ComparisonText, SaysHowMuchAndHowSure) {
  const auto text = terminal(sample::full(), {});
  for (const auto* part : {"+12.3\u00a0%", "+11.2 … +13.4\u00a0%", "±5\u00a0%", "0.0004"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(text, HasSubstr("CPU time of all workers: regression, +20.0\u00a0%"));
  EXPECT_THAT(text, HasSubstr("memory: no change"));
  EXPECT_THAT(text, HasSubstr("−20.0\u00a0%"));
}

TEST(ComparisonText, SaysHowSureEachIntervalIs) {
  auto it = sample::full();
  sample::be_sure(it.cells[0], 0.99764);
  sample::be_sure(it.cells[4], 0.5);
  const auto text = terminal(it, {});
  EXPECT_THAT(text, Not(HasSubstr("95 % interval")));
  EXPECT_THAT(text, HasSubstr("+11.2 … +13.4\u00a0% 99\u00a0%"));
  EXPECT_THAT(text, HasSubstr("−0.8 … +1.2\u00a0% 50\u00a0%"));
  EXPECT_THAT(text, HasSubstr("“sure” is how sure the interval is"));
}

TEST(ComparisonText, KeepsNumbersApart) {
  auto it = sample::large(2);
  for (auto& cell : it.cells) {
    auto& wall = cell.metrics[0];
    wall.ratio = {0.877, Interval{0.877, 1.123, 0.99}, {}};
    wall.threshold = wall.detectable80.emplace(0.76);
    wall.p = 1e-9;
    wall.pairs = 10'000;
  }
  EXPECT_THAT(
      terminal(it, {}),
      HasSubstr(" −12.3\u00a0% −12.3 … +12.3\u00a0% 99\u00a0%  ±76\u00a0%    76\u00a0% 10000 <0.0001"));
}

// What is not written anywhere must not be said to be.
TEST(ComparisonText, NamesNoFileThatMayNotBeThere) {
  EXPECT_THAT(terminal(sample::large(300), {}), Not(HasSubstr("the JSON file has")));
}

TEST(ComparisonText, ClaimsNoErrorWhereNothingWasMeasured) {
  EXPECT_THAT(terminal(sample::full(), {}),
              HasSubstr("a false regression in the whole run is at most 1\u00a0%"));
  EXPECT_THAT(terminal(Comparison{}, {}), Not(HasSubstr("false regression")));
}

TEST(ComparisonText, CallsNoMemorySlower) {
  auto it = sample::full();
  it.cells[0].metrics[2].verdict = Verdict::slower;
  const auto text = terminal(it, {});
  EXPECT_THAT(text, HasSubstr("memory: more, below the threshold"));
  EXPECT_THAT(text, Not(HasSubstr("memory: slower")));
}

// The effect that could have been seen is said of every measured cell.
TEST(ComparisonText, SaysTheDetectableEffectOfQuietCellsToo) {
  auto it = sample::large(200);
  for (auto& cell : it.cells) cell.metrics[0].detectable80 = 0.0777;
  EXPECT_EQ(occurrences(terminal(it, {}), "7.8\u00a0%"), 200u);
}

TEST(ComparisonText, FoldsAndSaysHowMany) {
  EXPECT_THAT(terminal(sample::large(201), {}), Not(HasSubstr(" more without")));
  EXPECT_THAT(terminal(sample::large(300), {}), HasSubstr("and 99 more without a change"));
}

TEST(ComparisonText, UsesColourOnlyIfAsked) {
  EXPECT_EQ(terminal(sample::full(), {}).find('\x1b'), std::string::npos);
  EXPECT_THAT(terminal(sample::full(), {true, true, 80}), HasSubstr("\x1b[31mregression\x1b[0m"));
}

TEST(ComparisonText, PrintsNoCharacterThatATerminalWouldObey) {
  const auto text = terminal(sample::full(), {});
  EXPECT_EQ(text::printable(text), [&] {
    auto safe = text;  // newlines are ours
    for (auto at = safe.find('\n'); at != std::string::npos; at = safe.find('\n', at))
      safe.replace(at, 1, "\ufffd");
    return safe;
  }());
}

TEST(ComparisonText, SaysWhyARunIsIncomplete) {
  auto it = sample::large(2);
  it.incomplete = "interrupted";
  EXPECT_THAT(terminal(it, {}), HasSubstr("Incomplete: interrupted"));
}

TEST(ComparisonText, HasSomethingToSayOfNothing) {
  EXPECT_THAT(terminal(Comparison{}, {}), HasSubstr("no cells"));
  auto identical = sample::empty();
  identical.cells.push_back({"a", Verdict::identical, "", 0, {}, {}});
  EXPECT_THAT(terminal(identical, {}), HasSubstr("identical"));
  EXPECT_THAT(terminal(identical, {}), Not(HasSubstr("needs a look")));
}

}  // namespace
}  // namespace parallax::reports::gate

// SPDX-License-Identifier: MIT
#include "reports/gate/comparison_markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "reports/text/markdown.hpp"
#include "tests/reports/gate/comparison_sample.hpp"

namespace parallax::reports::gate {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// What stands outside of code: the only part in which Markdown means something.
std::string without_code(std::string text) {
  text = std::regex_replace(text, std::regex("\n(```+)sh\n[^\n]*\n\\1\n"), "\n");
  std::string rest;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find('`', at);
    rest += text.substr(at, open - at);
    if (open == std::string::npos) break;
    const auto end = text.find_first_not_of('`', open);
    const auto fence = text.substr(open, end - open);
    auto close = text.find(fence, end);
    while (close != std::string::npos && close + fence.size() < text.size() &&
           text[close + fence.size()] == '`')
      close = text.find(fence, text.find_first_not_of('`', close));
    EXPECT_NE(close, std::string::npos) << "a code span without an end";
    if (close == std::string::npos) break;
    EXPECT_EQ(text.substr(open, close - open).find('\n'), std::string::npos) << "a code span over lines";
    at = close + fence.size();
  }
  return rest;
}

TEST(ComparisonMarkdown, BeginsWithItsMarkerAndTheAnswer) {
  EXPECT_THAT(
      markdown(sample::full()),
      StartsWith("<!-- parallax-gate -->\n## 1 error in 15 cells; times of such cells are not compared\n"));
}

TEST(ComparisonMarkdown, HasTheCellsThatMatterInATableAndTheOthersFolded) {
  const auto text = markdown(sample::full());
  const auto fold = text.find("<details>");
  EXPECT_LT(
      text.find("| 🔴\u00a0regression | `cube/threads/workers:2/size:4096/grain:64` | **+12.3\u00a0%** | "
                "+11.2 … +13.4\u00a0% | 96\u00a0% | ±5\u00a0% | 7\u00a0% | 20 | 0.0004 |"),
      fold);
  EXPECT_LT(text.find("`spin/tbb/workers:2/size:4096/grain:100`"), fold);
  EXPECT_GT(text.find("`primes/fork/workers:2/size:64`"), fold);
  EXPECT_THAT(text, HasSubstr("<summary>No change (2)</summary>"));
  EXPECT_THAT(text, HasSubstr("CPU time of all workers: regression"));
  EXPECT_THAT(text, HasSubstr("`Test CPU <3>`"));
}

// Of few pairs no interval holds with 95 %, of a confirmed finding it holds with more.
TEST(ComparisonMarkdown, SaysHowSureEachIntervalIs) {
  auto it = sample::full();
  it.cells[0].metrics[0].ratio.interval->confidence = 0.99764;
  it.cells[4].metrics[0].ratio.interval->confidence = 0.5;
  it.cells[5].metrics[0].ratio.interval->confidence = 0.9375;
  const auto text = markdown(it);
  EXPECT_THAT(text, Not(HasSubstr("95\u00a0% interval")));
  EXPECT_THAT(text, Not(HasSubstr("95 % interval")));
  EXPECT_THAT(text, HasSubstr("| interval | sure |"));
  EXPECT_THAT(text, HasSubstr("+11.2 … +13.4\u00a0% | 99\u00a0% |"));
  EXPECT_THAT(text, HasSubstr("−0.8 … +1.2\u00a0% | 50\u00a0% |"));
  EXPECT_THAT(text, HasSubstr("−3.0 … +1.0\u00a0% | 93\u00a0% |"));
  EXPECT_THAT(text, HasSubstr("+20.0\u00a0% (96\u00a0% interval +17.6 … +22.4\u00a0%)"));
}

TEST(ComparisonMarkdown, SaysHowToMeasureItAgain) {
  EXPECT_THAT(markdown(sample::full()), HasSubstr("\n```sh\n" + sample::full().command + "\n```\n"));
  auto it = sample::full();
  it.command = "echo '```' '````'\n# heading";
  EXPECT_THAT(markdown(it), HasSubstr("\n`````sh\necho '```' '````'\ufffd# heading\n`````\n"));
}

TEST(ComparisonMarkdown, KeepsHostileTextsInCode) {
  auto it = sample::full();
  it.incomplete = "see " + sample::hostile_names[0] + sample::hostile_names[1];
  const auto outside = without_code(markdown(it));
  for (const auto* part : {"<script", "<img", "@everyone", "https://", "evil", "alert", "\x1b", "drawkcab"})
    EXPECT_THAT(outside, Not(HasSubstr(part)));
  EXPECT_EQ(std::count(outside.begin(), outside.end(), '<'), std::count(outside.begin(), outside.end(), '>'));
}

TEST(ComparisonMarkdown, EveryRowHasAllColumns) {
  const auto text = markdown(sample::full());
  const std::regex row("\n\\|[^\n]*");
  for (std::sregex_iterator at(text.begin(), text.end(), row), end; at != end; ++at) {
    const auto line = at->str();
    std::size_t pipes = 0;
    for (std::size_t i = 1; i < line.size(); ++i) pipes += line[i] == '|' && line[i - 1] != '\\';
    EXPECT_EQ(pipes, 10u) << line;
  }
}

TEST(ComparisonMarkdown, FitsIntoAComment) {
  for (const std::size_t cells : {1u, 300u, 2000u})
    EXPECT_LE(markdown(sample::large(cells)).size(), text::most_markdown);
  EXPECT_THAT(markdown(sample::large(2000)), HasSubstr(" more cells"));

  auto loud = sample::large(1000);
  for (auto& cell : loud.cells) {
    cell.verdict = Verdict::regression;
    cell.name += std::string(1000, '`');
    cell.reason = std::string(10'000, '<');
    cell.warnings = {std::string(10'000, '|')};
  }
  loud.command = std::string(100'000, 'x');
  loud.incomplete = std::string(100'000, '@');
  loud.machine.emplace_back(std::string(100'000, 'x'), std::string(100'000, 'y'));
  const auto text = markdown(loud);
  EXPECT_LE(text.size(), text::most_markdown);
  EXPECT_THAT(text, HasSubstr(" more cells"));
}

}  // namespace
}  // namespace parallax::reports::gate

// SPDX-License-Identifier: MIT
#include "reports/results/filter.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

std::vector<std::string> kept(const std::string& expression) {
  auto results = sample::results({sample::row("cube/tbb/workers:2", 1), sample::row("spin/tbb/workers:2", 1),
                                  sample::row("spin/fork/workers:2", 1)});
  keep_matching(results, expression);
  std::vector<std::string> names;
  for (const auto& cell : results.cells) names.push_back(cell.name);
  return names;
}

TEST(Filter, KeepsWhatMatchesOrWithAMinusWhatDoesNot) {
  EXPECT_EQ(kept("spin"), (std::vector<std::string>{"spin/tbb/workers:2", "spin/fork/workers:2"}));
  EXPECT_EQ(kept("^(cube|spin)/fork/"), std::vector<std::string>{"spin/fork/workers:2"});
  EXPECT_EQ(kept("-spin"), std::vector<std::string>{"cube/tbb/workers:2"});
}

TEST(Filter, SaysThatNothingIsLeftOrThatItIsNoExpression) {
  EXPECT_THROW(kept("mandelbrot"), ResultsError);
  EXPECT_THROW(kept("("), std::invalid_argument);
}

TEST(Filter, SurvivesALongName) {
  auto results = sample::results({sample::row(std::string(1'000'000, 'a'), 1)});
  keep_matching(results, "(a|b)*a$");
  EXPECT_EQ(results.cells.size(), 1u);
}

}  // namespace
}  // namespace parallax::reports

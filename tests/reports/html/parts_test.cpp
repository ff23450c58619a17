// SPDX-License-Identifier: MIT
// How runtimes look: each in its own way, and in the table as in the charts.
#include "reports/html/parts.hpp"

#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "tests/reports/views/given.hpp"

namespace parallax::reports::html {
namespace {

TEST(Looks, AreDifferentForFortyRuntimes) {
  std::vector<Cell> cells{given::steady("a/serial/workers:1/size:8/grain:1", 1)};
  for (int i = 0; i < 40; ++i)
    cells.push_back(given::steady(fmt::format("a/r{}/workers:1/size:8/grain:1", i), 1));
  const auto views = given::views_of(cells);
  std::set<std::pair<std::size_t, std::size_t>> looks;
  for (const auto& runtime : views.runtimes) {
    const auto look = look_of(runtime, views);
    EXPECT_LT(look.colour, colours);
    EXPECT_LT(look.shape, shapes);
    looks.emplace(look.colour, look.shape);
  }
  EXPECT_EQ(looks.size(), 41u);
}

TEST(HeatMap, HasTheSameStepsInTableAndChart) {
  std::ifstream file(LOOK_SCRIPT);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_NE(text.str().find(fmt::format("heatLimits = [{}]", fmt::join(heat_limits, ", "))),
            std::string::npos);
}

}  // namespace
}  // namespace parallax::reports::html

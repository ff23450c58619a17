// SPDX-License-Identifier: MIT
#include "reports/gate/comparison_action.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/reports/gate/comparison_sample.hpp"

namespace parallax::reports::gate {
namespace {

TEST(ComparisonAction, HasTheHeadsTimeOfEveryMeasuredCell) {
  const auto all = nlohmann::json::parse(to_action_benchmark(sample::full()));
  ASSERT_EQ(all.size(), 9u);
  EXPECT_EQ(all[0]["name"], "cube/threads/workers:2/size:4096/grain:64");
  EXPECT_DOUBLE_EQ(all[0]["value"].get<double>(), 1.123e6);
  EXPECT_EQ(all[0]["unit"], "ns");
  EXPECT_EQ(all[0]["range"], "+11.2 … +13.4\u00a0% of base, sure to 96\u00a0%");
  EXPECT_NE(all[0]["extra"].get<std::string>().find("regression\nhead / base: 1.1230"), std::string::npos);
  for (const auto& one : all)
    for (const auto& [key, value] : one.items())
      EXPECT_TRUE(key == "value" ? value.is_number() : value.is_string()) << key;
}

TEST(ComparisonAction, NamesEndNoCodeSpanAndNoTable) {
  for (const auto& one : nlohmann::json::parse(to_action_benchmark(sample::full())))
    EXPECT_EQ(one["name"].get<std::string>().find_first_of("`|<>\n\x1b"), std::string::npos) << one["name"];
}

TEST(ComparisonAction, IsAListEvenIfNothingWasMeasured) {
  EXPECT_EQ(to_action_benchmark(sample::empty()), "[]\n");
}

}  // namespace
}  // namespace parallax::reports::gate

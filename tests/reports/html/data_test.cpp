// SPDX-License-Identifier: MIT
// The data of the charts: valid, complete, and unable to leave the element that it stands in.
#include "reports/html/data.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/html/json_text.hpp"
#include "reports/html/sections.hpp"
#include "tests/reports/text/sample_run.hpp"

namespace parallax::reports::html {
namespace {

nlohmann::json parsed(const Views& views) { return nlohmann::json::parse(data(views)); }

TEST(JsonText, EscapesWhatMattersToHtmlAndSaysNullForWhatIsNoNumber) {
  EXPECT_EQ(json_string("a\"<b>&"), R"("a\"\u003cb\u003e\u0026")");
  EXPECT_EQ(json_string("\xff"), "\"\ufffd\"");
  EXPECT_EQ(number(std::nan("")), "null");
  EXPECT_EQ(number(1.23456789), "1.23457");
  EXPECT_EQ(triple(Estimate(2, Interval{1, 3, 0.95})), "[2,1,3]");
  EXPECT_EQ(triple(Estimate(2, NoInterval{"too few"})), "[2,null,null]");
  EXPECT_EQ(Object{}.add("a", List{}.add("1").add("2").text()).text(), R"({"a":[1,2]})");
}

TEST(Data, HasAColumnOfEverythingWithOneEntryPerCell) {
  const auto views = given::sample_views();
  const auto json = parsed(views);
  EXPECT_EQ(json["cores"], 2);
  EXPECT_EQ(json["runtimes"][0], "serial");
  for (const auto* column : {"name", "work", "runtime", "workers", "control", "status", "seconds", "samples",
                             "repetitions", "cpu"})
    EXPECT_EQ(json["cells"][column].size(), views.rows.size()) << column;
  for (std::size_t i = 0; i < views.rows.size(); ++i) {
    EXPECT_EQ(json["cells"]["name"][i], views.rows[i].name);
    EXPECT_EQ(json["cells"]["seconds"][i].is_null(), !views.rows[i].seconds);
    EXPECT_EQ(json["cells"]["samples"][i].size(), views.rows[i].seconds ? 6u : 0u);
  }
  EXPECT_EQ(json["works"].size(), views.works.size());
  EXPECT_EQ(json["grains"][0]["reference"], "openmp-static");
  EXPECT_EQ(json["sizes"][0]["lines"][0]["points"].size(), 4u);
  EXPECT_TRUE(json["truncated"].is_null());
}

TEST(Data, CannotLeaveItsElement) {
  const auto text = data(given::sample_views());
  EXPECT_EQ(text.find_first_of("<>&"), std::string::npos);
  EXPECT_NE(text.find("\\u003cscript"), std::string::npos);
}

TEST(Data, HoldsSomeRepetitionsOfVeryMany) {
  auto cell = given::steady("a/tbb/workers:2/size:8/grain:1", 1);
  cell.seconds.assign(5000, 1e-3);
  cell.cpu_seconds.assign(5000, 1e-3);
  const auto json = parsed(given::views_of({cell}));
  EXPECT_EQ(json["cells"]["samples"][0].size(), 1000u);
  EXPECT_EQ(json["cells"]["repetitions"][0], 5000);
}

TEST(Data, SaysWhatThePageLeavesOut) {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < most_rows + 5; ++i)
    cells.push_back(sample::cell(fmt::format("k{}/tbb/workers:1", i), {1}));
  const auto json = parsed(given::views_of(cells));
  EXPECT_EQ(json["truncated"]["cells"], most_rows + 5);
  EXPECT_EQ(json["cells"]["name"].size(), most_rows);
  EXPECT_EQ(json["works"].size(), most_rows);
}

}  // namespace
}  // namespace parallax::reports::html

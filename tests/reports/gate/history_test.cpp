// SPDX-License-Identifier: MIT
// From a comparison to a line and back, and what is said of a line that is wrong.
#include "reports/gate/history.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "tests/reports/gate/past.hpp"

namespace parallax::reports::gate {
namespace {

MetricOutcome outcome(Metric metric, Verdict verdict, double ratio) {
  MetricOutcome one;
  one.metric = metric;
  one.verdict = verdict;
  one.pairs = 24;
  one.ratio = {ratio, Interval{ratio - 0.01, ratio + 0.01, 0.95}};
  return one;
}

CellOutcome cell(const std::string& name, Verdict verdict, std::vector<MetricOutcome> metrics) {
  CellOutcome one;
  one.name = name;
  one.verdict = verdict;
  one.metrics = std::move(metrics);
  return one;
}

Comparison comparison(std::vector<CellOutcome> cells = {}) {
  Comparison one;
  one.base.commit = "1111111111111111";
  one.head.commit = "4f2d1c0a9b8e7d6c";
  one.date = "2026-10-03T14:05:06Z";
  one.machine = {
      {"compiler", "GCC 12.2.0"}, {"cpu_model", "Test CPU"}, {"memory", "8 GiB"}, {"usable_cpus", "2"}};
  one.cells = std::move(cells);
  return one;
}

std::string complaint_about_line(const std::string& line) {
  try {
    record_of_line(line);
  } catch (const HistoryError& error) {
    return error.what();
  }
  return "no complaint";
}

// A good line with one part replaced.
std::string line_with(const std::string& part, const std::string& other) {
  std::string line =
      R"({"schema":1,"commit":"4f2d1c0","subject":"s","date":"2026-10-03","reference":"v1","machine":"m","cells":[)"
      R"({"name":"spin","verdict":"no_change","ratio":1.02,"low":1.01,"high":1.03,"pairs":24}]})";
  const auto at = line.find(part);
  if (at == std::string::npos) throw std::logic_error("no such part: " + part);
  return line.replace(at, part.size(), other);
}

TEST(MachineText, SaysWhatMattersAndIsKnown) {
  EXPECT_EQ(machine_text(comparison()), "Test CPU, 2 CPUs, GCC 12.2.0");
  EXPECT_EQ(machine_text(Comparison{}), "");
}

TEST(RecordOf, KnowsItsCommitFromTheComparisonOrTheCaller) {
  const auto record = record_of(comparison(), {});
  EXPECT_EQ(record.commit, "4f2d1c0a9b8e7d6c");
  EXPECT_EQ(record.reference, "1111111111111111");
  EXPECT_EQ(record.date, "2026-10-03T14:05:06Z");
  EXPECT_EQ(record.subject, "");
  const auto other = record_of(comparison(), {"abc", "Fix it", "2026-09-01", "v1.2"});
  EXPECT_EQ(other.commit, "abc");
  EXPECT_EQ(other.subject, "Fix it");
  EXPECT_EQ(other.date, "2026-09-01");
  EXPECT_EQ(other.reference, "v1.2");

  auto unknown = comparison();
  unknown.head.commit.clear();
  EXPECT_THROW(record_of(unknown, {}), HistoryError);
  unknown = comparison();
  unknown.base.commit.clear();
  EXPECT_THROW(record_of(unknown, {}), HistoryError);
  EXPECT_THROW(record_of(comparison(), {"abc", "", "yesterday", "v1.2"}), HistoryError);
}

TEST(RecordOf, KeepsWallTimeOnly) {
  const auto record = record_of(comparison({cell("spin", Verdict::regression,
                                                 {outcome(Metric::wall, Verdict::no_change, 1.02),
                                                  outcome(Metric::cpu, Verdict::regression, 1.5)})}),
                                {});
  ASSERT_EQ(record.cells.size(), 1U);
  EXPECT_EQ(record.cells[0].name, "spin");
  EXPECT_EQ(record.cells[0].verdict, Verdict::no_change) << "the regression is one of CPU time";
  EXPECT_EQ(record.cells[0].ratio, (HistoryRatio{1.02, 1.01, 1.03, 24}));
}

TEST(RecordOf, KeepsNoRatioThatMeansNothing) {
  auto no_interval = outcome(Metric::wall, Verdict::inconclusive, 1.1);
  no_interval.ratio = Estimate(1.1, NoInterval{"too few pairs"});
  const auto record = record_of(
      comparison({cell("wrong", Verdict::error, {outcome(Metric::wall, Verdict::no_change, 1)}),
                  cell("noisy", Verdict::invalid, {outcome(Metric::wall, Verdict::invalid, 1)}),
                  cell("gone", Verdict::removed, {}), cell("same", Verdict::identical, {}),
                  cell("zero", Verdict::improvement, {outcome(Metric::wall, Verdict::improvement, 0)}),
                  cell("few", Verdict::inconclusive, {no_interval})}),
      {});
  const std::vector<Verdict> verdicts_kept{Verdict::error,     Verdict::invalid,     Verdict::removed,
                                           Verdict::identical, Verdict::improvement, Verdict::inconclusive};
  ASSERT_EQ(record.cells.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(record.cells[i].verdict, verdicts_kept[i]) << i;
    EXPECT_FALSE(record.cells[i].ratio) << i;
  }
}

TEST(JsonLine, IsOneLineThatIsReadAgain) {
  auto record =
      past::record(7, {past::measured("spin/team", 1.0 / 3), past::unmeasured("x", Verdict::error)});
  record.subject = "quotes \" and\nlines </script> ü";
  const auto line = json_line(record);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(record_of_line(line), record);
  EXPECT_EQ(json_line({"abc", "", "2026-10-03", "v1", "", {past::unmeasured("x", Verdict::added)}}),
            R"({"schema":1,"commit":"abc","subject":"","date":"2026-10-03","reference":"v1","machine":"",)"
            R"("cells":[{"name":"x","verdict":"new","ratio":null}]})");
}

TEST(JsonLine, WritesNothingThatCannotBeRead) {
  auto record = past::record(1, {past::measured("broken \xff\xc3", 1)});
  EXPECT_EQ(record_of_line(json_line(record)).cells[0].name, "broken \ufffd\ufffd");
  for (const auto bad :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    record.cells[0].ratio->value = bad;
    EXPECT_THROW(json_line(record), std::invalid_argument) << bad;
  }
}

TEST(HistoryLine, MayHaveMoreThanIsKnownAndLessThanIsNeeded) {
  EXPECT_EQ(complaint_about_line(line_with("\"schema\":1", "\"schema\":1,\"more\":[{\"a\":{}}]")),
            "no complaint");
  EXPECT_EQ(record_of_line(line_with("\"subject\":\"s\",", "")).subject, "");
}

TEST(HistoryLine, IsToldWhatIsWrongWithIt) {
  EXPECT_EQ(complaint_about_line("[]"), "the line is no object");
  EXPECT_EQ(complaint_about_line(line_with("\"schema\":1,", "")), "\"schema\" is missing");
  EXPECT_EQ(complaint_about_line(line_with("\"schema\":1", "\"schema\":2")),
            "schema 2, this program reads 1");
  EXPECT_EQ(complaint_about_line(line_with("\"schema\":1", "\"schema\":true")),
            "schema true, this program reads 1");
  EXPECT_EQ(complaint_about_line(line_with("\"4f2d1c0\"", "7")), "\"commit\" is no text");
  EXPECT_EQ(complaint_about_line(line_with("\"4f2d1c0\"", "\"\"")), "\"commit\" is empty");
  EXPECT_EQ(complaint_about_line(line_with("2026-10-03", "soon\\u001b")),
            "\"soon\\x1b\" is no ISO 8601 date");
  EXPECT_EQ(complaint_about_line(line_with("\"m\"", "null")), "\"machine\" is no text");
  EXPECT_EQ(complaint_about_line(
                line_with("[{", "{\"a\":{").replace(line_with("[{", "{\"a\":{").size() - 2, 1, "}")),
            "\"cells\" is no list");
  EXPECT_EQ(complaint_about_line(line_with("{\"name\"", "3,{\"name\"")), "a cell is no object");
  EXPECT_EQ(complaint_about_line(line_with("\"spin\"", "{}")), "\"name\" is no text");
  EXPECT_EQ(complaint_about_line(line_with("no_change", "fine")),
            "cell \"spin\": no verdict is called 'fine'");
  EXPECT_EQ(complaint_about_line(line_with("1.02", "\"1.02\"")), "cell \"spin\": \"ratio\" is no number");
  EXPECT_EQ(complaint_about_line(line_with("\"low\":1.01,", "")), "cell \"spin\": \"low\" is missing");
  for (const auto* bad : {"0", "-1", "1.5", "0.5"})
    EXPECT_EQ(complaint_about_line(line_with("1.02", bad)),
              "cell \"spin\": the ratio is not above 0 and within its interval");
  EXPECT_EQ(complaint_about_line(line_with("24", "-1")), "cell \"spin\": \"pairs\" is no count");
  EXPECT_EQ(complaint_about_line(line_with("24", "2.5")), "cell \"spin\": \"pairs\" is no count");
  const std::string again = R"({"name":"spin","verdict":"error","ratio":null})";
  EXPECT_EQ(complaint_about_line(line_with("24}", "24}," + again)), "cell \"spin\" occurs twice");
  EXPECT_EQ(complaint_about_line(line_with("1.02", "1e999")), "a number is too large");
  EXPECT_EQ(complaint_about_line(line_with("1.02", "NaN")).substr(0, 20), "no JSON at character");
  EXPECT_EQ(complaint_about_line(line_with("spin", "\xff")).substr(0, 20), "no JSON at character");
  EXPECT_EQ(complaint_about_line(line_with("{", "{}{")).substr(0, 20), "no JSON at character");
  EXPECT_EQ(complaint_about_line(std::string(100'000, '[')), "nested deeper than any history's line");
}

// Wherever a write may have ended.
TEST(HistoryLine, ThatEndsInTheMiddleIsTorn) {
  const auto line =
      json_line(past::record(7, {past::measured("grüße \"", 1.25e-7), past::unmeasured("x", Verdict::error),
                                 past::measured("y", 1)}));
  for (std::size_t length = 1; length < line.size(); ++length)
    EXPECT_THROW(record_of_line(line.substr(0, length)), TornLine) << line.substr(0, length);
}

}  // namespace
}  // namespace parallax::reports::gate

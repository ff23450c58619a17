// SPDX-License-Identifier: MIT
// What is read from a file that is right.
#include "reports/results/results.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using sample::failed_row;
using sample::file;
using sample::row;

TEST(Results, GroupRepetitionsIntoCellsInTheOrderOfTheRun) {
  const auto results =
      sample::results({row("a/tbb/workers:1", 3e6), row("b/tbb/workers:1", 1), row("a/tbb/workers:1", 1e6),
                       failed_row("a/tbb/workers:1", "wrong: x")});
  ASSERT_EQ(results.cells.size(), 2u);
  EXPECT_EQ(results.cells[0].name, "a/tbb/workers:1");
  ASSERT_EQ(results.cells[0].seconds.size(), 2u);
  EXPECT_DOUBLE_EQ(results.cells[0].seconds[0], 3e-3);
  EXPECT_DOUBLE_EQ(results.cells[0].seconds[1], 1e-3);
  EXPECT_EQ(results.cells[0].errors, std::vector<std::string>{"wrong: x"});
}

TEST(Results, ReadEveryTimeUnit) {
  for (const auto& [unit, seconds] :
       {std::pair{"ns", 2e-9}, std::pair{"us", 2e-6}, std::pair{"ms", 2e-3}, std::pair{"s", 2.0}}) {
    const auto text =
        fmt::format(R"({{"name": "x", "real_time": 2, "cpu_time": 4, "time_unit": "{}"}})", unit);
    const auto results = parse_results(file(text), "f.json");
    EXPECT_DOUBLE_EQ(results.cells.at(0).seconds.at(0), seconds);
    EXPECT_DOUBLE_EQ(results.cells.at(0).cpu_seconds.at(0), 2 * seconds);
  }
}

// Google Benchmark's format has no word for a CPU time that is not known.
TEST(Results, TakeNoCpuTimeForNone) {
  const auto text = [](const char* name, int cpu) {
    return fmt::format(R"({{"name": "{}", "real_time": 2, "cpu_time": {}}})", name, cpu);
  };
  const auto results = parse_results(
      file(text("x", 0) + "," + text("y", 1) + "," + text("y", 0) + "," + text("z", 1)), "f.json");
  ASSERT_EQ(results.cells.size(), 3u);
  EXPECT_TRUE(results.cells[0].cpu_seconds.empty());
  EXPECT_TRUE(results.cells[1].cpu_seconds.empty()) << "in step with the times, or none";
  EXPECT_EQ(results.cells[2].cpu_seconds.size(), 1u);
  for (const auto& cell : results.cells) EXPECT_TRUE(cell.warnings.empty());
}

TEST(Results, TakeEveryOtherNumberForACounter) {
  const auto results =
      sample::results({row("x", 1, R"("threads": 1, "pss": 5e6, "switches": 3, "note": "l")")});
  EXPECT_EQ(results.cells[0].counters,
            (std::map<std::string, std::vector<double>>{{"pss", {5e6}}, {"switches", {3}}}));
}

TEST(Results, PassOverAggregatesOfRepetitionsThatAreThere) {
  const auto aggregate = [](const char* name) {
    return fmt::format(
        R"({{"name": "{0}_cv", "run_name": "{0}", "run_type": "aggregate", "aggregate_name": "cv", "real_time": 0.5}})",
        name);
  };
  for (const auto& rows :
       {std::vector{row("x", 1), aggregate("x")}, std::vector{aggregate("x"), row("x", 1)}}) {
    const auto results = sample::results(rows);
    ASSERT_EQ(results.cells.size(), 1u);
    EXPECT_TRUE(results.cells[0].aggregates.empty());
    EXPECT_EQ(status_of(results.cells[0]), Status::value);
  }
  const auto only = sample::results({row("y", 1), aggregate("x")});
  EXPECT_EQ(status_of(only.cells.at(1)), Status::aggregated);
  EXPECT_DOUBLE_EQ(only.cells.at(1).aggregate("cv")->value, 0.5);
  EXPECT_TRUE(only.cells.at(1).aggregate("cv")->is_share);
}

TEST(Results, LeaveABenchmarkThatIsCalledLikeAnAggregate) {
  const auto old_row = [](const char* name) {
    return fmt::format(R"({{"name": "{}", "real_time": 1, "cpu_time": 1}})", name);
  };
  EXPECT_EQ(sample::results({old_row("x_mean"), old_row("y")}).cells.size(), 2u);
  EXPECT_EQ(sample::results({row("x", 1), row("x_mean", 1)}).cells.size(), 2u);
  const auto aggregates = sample::results({old_row("x_mean"), old_row("x_stddev"), old_row("y")});
  ASSERT_EQ(aggregates.cells.size(), 2u);
  EXPECT_EQ(aggregates.cells[0].name, "x");
  EXPECT_EQ(aggregates.cells[0].aggregates.size(), 2u);
}

TEST(Results, KeepACounterThatIsNoNumberApart) {
  const auto results =
      sample::results({row("x", 1, R"("a": NaN, "b": -Infinity, "c": Infinity, "d": 2, "e": null)"),
                       row("x", 1, R"("a": 7, "note": "NaN \" Infinity")")});
  EXPECT_EQ(results.cells[0].counters, (std::map<std::string, std::vector<double>>{{"a", {7}}, {"d", {2}}}));
  EXPECT_EQ(results.cells[0].odd_counters,
            (std::map<std::string, std::string>{{"a", "NaN"}, {"b", "-Infinity"}, {"c", "Infinity"}}));
}

TEST(Results, TakeANumberForACounterWhereAFieldIsATextOrWasThere) {
  const auto results = sample::results(
      {row("x", 1, R"("label": 3, "error_occurred": 4, "threads": 1, "threads": 5, "real_time": 6)")});
  EXPECT_EQ(results.cells[0].counters,
            (std::map<std::string, std::vector<double>>{
                {"error_occurred", {4}}, {"label", {3}}, {"real_time", {6}}, {"threads", {5}}}));
  EXPECT_DOUBLE_EQ(results.cells[0].seconds.at(0), 1e-9);
}

TEST(Results, ReadSkippingAsGoogleBenchmark18WritesIt) {
  const auto results = sample::results({row("x", 0, R"("skipped": true, "skip_message": "no map")")});
  EXPECT_EQ(results.cells[0].errors, std::vector<std::string>{"not supported: no map"});
}

TEST(Results, KeepTheWholeContextAsText) {
  const auto results = parse_results(
      file(row("x", 1),
           R"("a": "t", "b": 2, "c": 1.5, "d": true, "e": [0.5, 1], "f": [{"type": "Data", "level": 1}])"),
      "f.json");
  const auto& source = results.sources.at(0);
  EXPECT_EQ(source["a"], "t");
  EXPECT_EQ(source["b"], "2");
  EXPECT_EQ(source["c"], "1.5");
  EXPECT_EQ(source["d"], "true");
  EXPECT_EQ(source["e"], "0.5; 1");
  EXPECT_EQ(source["f"], "type Data, level 1");
  EXPECT_EQ(source["missing"], "");
}

TEST(Results, KeepTheLastLabelThatSaysSomething) {
  const auto results =
      sample::results({row("x", 1, R"("label": "epoll")"), row("x", 1, R"("label": "io_uring")"),
                       row("x", 1, R"("label": "")"), row("x", 1), row("y", 1)});
  EXPECT_EQ(results.cells[0].label, "io_uring");
  EXPECT_EQ(results.cells[1].label, "");
}

TEST(Results, MayComeInAnyOrder) {
  const auto one =
      R"({"real_time": 2, "pss": 3, "skipped": false, "run_type": "iteration", "time_unit": "us",)"
      R"( "cpu_time": 1, "name": "x"})";
  const auto results = parse_results(
      fmt::format(R"({{"benchmarks": [{}], "more": [{{"context": 1}}], "context": {{"schema": "1"}}}})", one),
      "f.json");
  EXPECT_EQ(results.sources.at(0)["schema"], "1");
  EXPECT_EQ(results.cells.at(0).name, "x");
  EXPECT_DOUBLE_EQ(results.cells.at(0).seconds.at(0), 2e-6);
  EXPECT_EQ(results.cells.at(0).counters.at("pss"), std::vector<double>{3});
}

TEST(Results, PassOverWhatIsNestedInARow) {
  const auto results = sample::results({row(
      "x", 1,
      R"("a": {"name": 7, "real_time": [1, {"cpu_time": "z"}], "b": 2}, "c": [[], [3]], "d": true, "e": 4)")});
  EXPECT_EQ(results.cells[0].counters, (std::map<std::string, std::vector<double>>{{"e", {4}}}));
}

TEST(Results, HaveCountersInAnyOrder) {
  const auto results = sample::results(
      {row("x", 1, R"("b": 1, "a": 2)"), row("x", 1, R"("c": 3, "a": 4)"), row("x", 1, R"("a": 5, "b": 6)")});
  EXPECT_EQ(results.cells[0].counters,
            (std::map<std::string, std::vector<double>>{{"a", {2, 4, 5}}, {"b", {1, 6}}, {"c", {3}}}));
}

TEST(Results, KeepNamesAsTheyAreWritten) {
  for (const auto& [written, name] :
       {std::pair{"<script>", std::string("<script>")}, std::pair{R"(\u0000\"\\)", std::string("\0\"\\", 3)},
        std::pair{R"(\ud83d\ude00)", std::string("\xf0\x9f\x98\x80")}, std::pair{"", std::string()}})
    EXPECT_EQ(sample::results({row(written, 1)}).cells[0].name, name);
}

TEST(Results, MayBeginWithAByteOrderMark) {
  EXPECT_EQ(parse_results("\xef\xbb\xbf" + file(row("x", 1)), "f.json").cells.size(), 1u);
}

TEST(Results, TakeNegativeZeroForZero) {
  EXPECT_FALSE(std::signbit(sample::results({row("x", -0.0)}).cells[0].seconds[0]));
}

}  // namespace
}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// What is read from a file that is right, and what is said of one that is not.
#include "reports/results.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <ostream>

#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using sample::failed_row;
using sample::file;
using sample::row;
using testing::Values;

std::string complaint(const std::function<void()>& read) {
  try {
    read();
  } catch (const ResultsError& error) {
    return error.what();
  }
  return "no complaint";
}

std::string complaint_about(const std::string& text) {
  return complaint([&] { parse_results(text, "f.json"); });
}

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

TEST(Results, TakeEveryOtherNumberForACounter) {
  const auto results =
      sample::results({row("x", 1, R"("threads": 1, "pss": 5e6, "switches": 3, "label": "l")")});
  EXPECT_EQ(results.cells[0].counters,
            (std::map<std::string, std::vector<double>>{{"pss", {5e6}}, {"switches", {3}}}));
}

TEST(Results, PassOverAggregates) {
  const auto aggregate =
      R"({"name": "x_cv", "run_type": "aggregate", "aggregate_name": "cv", "real_time": NaN})";
  EXPECT_EQ(sample::results({row("x", 1), aggregate}).cells.size(), 1u);
  EXPECT_EQ(complaint_about(file(aggregate)),
            "f.json: holds aggregates only; run without --benchmark_report_aggregates_only");
}

TEST(Results, TakeACounterThatIsNoNumberForMissing) {
  const auto results = sample::results({row("x", 1, R"("a": NaN, "b": -Infinity, "c": Infinity, "d": 2)"),
                                        row("x", 1, R"("a": 7, "label": "NaN \" Infinity")")});
  EXPECT_EQ(results.cells[0].counters, (std::map<std::string, std::vector<double>>{{"a", {7}}, {"d", {2}}}));
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

TEST(BrokenResults, AreToldWithTheirPlaceInTheText) {
  EXPECT_EQ(complaint_about(""), "f.json: the file is empty; did the run end before it wrote anything?");
  EXPECT_EQ(complaint_about(" \n\t"), complaint_about(""));
  EXPECT_EQ(complaint_about("{\"context\": {},\n  oops}").rfind("f.json:2:3: syntax error", 0), 0u)
      << complaint_about("{\"context\": {},\n  oops}");
  EXPECT_NE(complaint_about("{\n\"context\": \"\xff\"}").find("f.json:2:"), std::string::npos);
  EXPECT_NE(complaint_about(file(R"({"name": "x",)"
                                 "\n"
                                 R"("real_time": 1e999})"))
                .find("f.json:5:14: number overflow"),
            std::string::npos);
}

// Wherever a file ends too early, that is a complaint about this file, and nothing worse.
TEST(BrokenResults, AreToldWhereverTheFileIsCutOff) {
  const auto whole = file(row("cube/tbb/workers:1", 1.5, R"("pss": 7)"));
  for (std::size_t length = 1; length + 2 < whole.size(); ++length) {
    const auto text = complaint_about(whole.substr(0, length));
    EXPECT_EQ(text.rfind("f.json:", 0), 0u) << length << ": " << text;
    EXPECT_NE(text.find("cut off here"), std::string::npos) << length << ": " << text;
  }
}

struct Mistake {
  const char* text;
  const char* complaint;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.text; }

class WrongShape : public testing::TestWithParam<Mistake> {};

TEST_P(WrongShape, IsToldWithKeyAndType) {
  EXPECT_EQ(complaint_about(GetParam().text), GetParam().complaint);
}

INSTANTIATE_TEST_SUITE_P(
    BrokenResults, WrongShape,
    Values(Mistake{"[]", "f.json: holds array, expected an object with \"context\" and \"benchmarks\""},
           Mistake{"null", "f.json: holds null, expected an object with \"context\" and \"benchmarks\""},
           Mistake{R"({"benchmarks": []})", "f.json: \"context\" is missing"},
           Mistake{R"({"context": 3, "benchmarks": []})",
                   "f.json: \"context\" is number, expected an object"},
           Mistake{R"({"context": {}})", "f.json: \"benchmarks\" is missing"},
           Mistake{R"({"context": {}, "benchmarks": {}})",
                   "f.json: \"benchmarks\" is object, expected an array"},
           Mistake{R"({"context": {}, "benchmarks": []})",
                   "f.json: no benchmark ran; does the filter match any?"},
           Mistake{R"({"context": {"schema": "2"}, "benchmarks": []})",
                   "f.json: has schema 2, this program reads schema 1"}));

class WrongRow : public testing::TestWithParam<Mistake> {};

TEST_P(WrongRow, IsToldWithItsIndexNameAndKey) {
  EXPECT_EQ(complaint_about(file(row("good", 1) + "," + GetParam().text)), GetParam().complaint);
}

INSTANTIATE_TEST_SUITE_P(
    BrokenResults, WrongRow,
    Values(Mistake{"7", "f.json: benchmarks[1]: is number, expected an object"},
           Mistake{"{}", "f.json: benchmarks[1]: \"name\" is missing"},
           Mistake{R"({"name": 7})", "f.json: benchmarks[1]: \"name\" is number, expected text"},
           Mistake{R"({"name": "x"})", "f.json: benchmarks[1] (x): \"real_time\" is missing"},
           Mistake{R"({"name": "x", "real_time": "1"})",
                   "f.json: benchmarks[1] (x): \"real_time\" is string, expected a number"},
           Mistake{R"({"name": "x", "real_time": NaN})",
                   "f.json: benchmarks[1] (x): \"real_time\" is not a number (NaN, infinity or null)"},
           Mistake{R"({"name": "x", "real_time": -1})",
                   "f.json: benchmarks[1] (x): \"real_time\" is -1, and no time is negative"},
           Mistake{R"({"name": "x", "real_time": 1})", "f.json: benchmarks[1] (x): \"cpu_time\" is missing"},
           Mistake{R"({"name": "x", "real_time": 1, "cpu_time": 1, "time_unit": "min"})",
                   "f.json: benchmarks[1] (x): \"time_unit\" is \"min\", expected ns, us, ms or s"},
           Mistake{R"({"name": "x", "error_occurred": "yes"})",
                   "f.json: benchmarks[1] (x): \"error_occurred\" is string, expected true or false"},
           Mistake{R"({"name": "x", "error_occurred": true, "error_message": 1})",
                   "f.json: benchmarks[1] (x): \"error_message\" is number, expected text"},
           Mistake{R"({"name": "x", "run_type": "other"})",
                   "f.json: benchmarks[1] (x): \"run_type\" is \"other\", expected iteration or aggregate"}));

TEST(BrokenResults, MayBeNestedBeyondAnyReason) {
  const std::string deep(200'000, '[');
  EXPECT_EQ(complaint_about(deep), "f.json: nested deeper than any result file");
  EXPECT_EQ(complaint_about(file(row("x", 1), "\"k\": " + deep)),
            "f.json: nested deeper than any result file");
}

TEST(BrokenResults, MayNotBeFilesAtAll) {
  const sample::Folder folder;
  const auto missing = folder / "missing.json";
  EXPECT_EQ(complaint([&] { read_results(missing); }),
            missing.string() + ": cannot be read: No such file or directory");
  EXPECT_EQ(complaint([&] { read_results(folder / "."); }),
            (folder / ".").string() + ": cannot be read: Is a directory");
  EXPECT_EQ(complaint([&] { read_results("/dev/zero"); }),
            "/dev/zero: cannot be read: larger than any result file");
  const auto empty = folder.write("empty.json", "");
  EXPECT_NE(complaint([&] { read_results(empty); }).find("is empty"), std::string::npos);
}

}  // namespace
}  // namespace parallax::reports

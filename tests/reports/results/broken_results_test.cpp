// SPDX-License-Identifier: MIT
// What is said of a result file that is wrong: always which file, and where in it.
#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>

#include "tests/reports/results/complaint.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using sample::complaint;
using sample::complaint_about;
using sample::file;
using sample::row;
using testing::Values;

TEST(BrokenResults, AreToldWithTheirPlaceInTheText) {
  EXPECT_EQ(complaint_about(""), "f.json: the file is empty; did the run end before it wrote anything?");
  EXPECT_EQ(complaint_about(" \n\t"), complaint_about(""));
  EXPECT_EQ(complaint_about("{\"context\": {},\n  oops}").rfind("f.json:2:3: syntax error", 0), 0u)
      << complaint_about("{\"context\": {},\n  oops}");
  EXPECT_NE(complaint_about("{\n\"context\": \"\\x\"}").find("f.json:2:"), std::string::npos);
  EXPECT_NE(complaint_about(file(R"({"name": "x",)"
                                 "\n"
                                 R"("real_time": 1.e9})"))
                .find("f.json:5:16: syntax error"),
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
    Values(
        Mistake{"[]", "f.json: holds array, expected an object with \"context\" and \"benchmarks\""},
        Mistake{"null", "f.json: holds null, expected an object with \"context\" and \"benchmarks\""},
        Mistake{R"({"context": {}})", "f.json: \"benchmarks\" is missing"},
        Mistake{R"({"context": {}, "benchmarks": {}})",
                "f.json: \"benchmarks\" is object, expected an array"},
        Mistake{R"({"context": {}, "benchmarks": {}, "benchmarks": []})",
                "f.json: \"benchmarks\" is object, expected an array"},
        Mistake{
            R"({"benchmarks": [{"name": "x", "real_time": 1, "cpu_time": 1}], "context": {"parallax": "9", "schema": "2"}})",
            "f.json: has schema 2, this program reads schema 1"},
        Mistake{R"({"context": {}, "benchmarks": []})",
                "f.json: no benchmark ran; does the filter match any?"},
        Mistake{R"({"context": {"schema": "2", "parallax": "9"}, "benchmarks": []})",
                "f.json: has schema 2, this program reads schema 1"}));

// What is said of the second row, whose cell has no value then; or of the file, where the row has no name.
std::string said_of_row(const char* row_text) {
  const auto results = parse_results(file(row("good", 1) + "," + row_text), "f.json");
  EXPECT_EQ(results.cells.at(0).seconds.size(), 1u);
  const auto& remarks = results.sources.at(0).remarks;
  if (results.cells.size() == 1) return remarks.empty() ? "nothing" : remarks.front();
  const auto& cell = results.cells.at(1);
  return cell.errors.empty() ? cell.warnings.empty() ? "nothing" : cell.warnings.front()
                             : cell.errors.front();
}

class WrongRow : public testing::TestWithParam<Mistake> {};

TEST_P(WrongRow, IsToldWithItsIndexAndKeyBesideTheOthers) {
  EXPECT_EQ(said_of_row(GetParam().text), GetParam().complaint);
}

INSTANTIATE_TEST_SUITE_P(
    BrokenResults, WrongRow,
    Values(
        Mistake{"7", "f.json: benchmarks[1]: is number, expected an object; left out"},
        Mistake{"[7, [8]]", "f.json: benchmarks[1]: is array, expected an object; left out"},
        Mistake{"{}", "f.json: benchmarks[1]: \"name\" is missing; left out"},
        Mistake{R"({"name": 7})", "f.json: benchmarks[1]: \"name\" is number, expected text; left out"},
        Mistake{R"({"name": "x"})", "unreadable: benchmarks[1]: \"real_time\" is missing"},
        Mistake{R"({"name": "x", "real_time": "1"})",
                "unreadable: benchmarks[1]: \"real_time\" is string, expected a number"},
        Mistake{R"({"name": "x", "real_time": NaN})",
                "unreadable: benchmarks[1]: \"real_time\" is not a number (NaN, infinity or null)"},
        Mistake{R"({"name": "x", "real_time": null})",
                "unreadable: benchmarks[1]: \"real_time\" is not a number (NaN, infinity or null)"},
        Mistake{R"({"name": "x", "real_time": -1})",
                "unreadable: benchmarks[1]: \"real_time\" is -1, and no time is negative"},
        Mistake{R"({"name": "x", "real_time": 1})",
                "benchmarks[1]: \"cpu_time\" is missing: no CPU time is shown"},
        Mistake{R"({"name": "x", "real_time": 1, "cpu_time": 1, "time_unit": "min"})",
                "unreadable: benchmarks[1]: \"time_unit\" is \"min\", expected ns, us, ms or s"},
        Mistake{R"({"name": "x", "error_occurred": "yes"})",
                "unreadable: benchmarks[1]: \"error_occurred\" is string, expected true or false"},
        Mistake{R"({"name": "x", "real_time": {"real_time": 1}})",
                "unreadable: benchmarks[1]: \"real_time\" is object, expected a number"},
        Mistake{R"({"name": "x", "name": "y", "real_time": 1, "cpu_time": 1})",
                "unreadable: benchmarks[1]: \"name\" occurs twice"},
        Mistake{R"({"name": "x", "real_time": 1, "cpu_time": 1, "b": 1, "a": 1, "b": 2})",
                "benchmarks[1]: \"b\" occurs twice; the second is shown as \"b #2\""},
        Mistake{R"({"name": "x", "repetition_index": "1"})",
                "unreadable: benchmarks[1]: \"repetition_index\" is string, expected a number"},
        Mistake{R"({"name": "x", "repetition_index": 0.5})",
                "unreadable: benchmarks[1]: \"repetition_index\" is 0.5, expected a whole number from 0 on"},
        Mistake{R"({"name": "x", "repetitions": -1})",
                "unreadable: benchmarks[1]: \"repetitions\" is -1, expected a whole number from 0 on"},
        Mistake{R"({"name": "\u001b[2J", "run_type": "\u0007"})",
                "unreadable: benchmarks[1]: \"run_type\" is \"\\x07\", expected iteration or aggregate"},
        Mistake{R"({"name": "x_mean", "run_type": "aggregate", "aggregate_name": "mean", "real_time": "1"})",
                "unreadable: benchmarks[1]: the mean: \"real_time\" is string, expected a number"}));

TEST(BrokenResults, OfNothingButBadRowsAreRefused) {
  EXPECT_EQ(complaint_about(file("7, {}")), "f.json: benchmarks[0]: is number, expected an object");
}

// Where something was measured is worth less than what was measured.
TEST(BrokenResults, AreReadWithoutAContextThatIsNone) {
  const std::string rows = R"("benchmarks": [)" + row("x", 1) + ']';
  for (const auto& [context, said] :
       {std::pair{"[]", "array"}, std::pair{R"([{"name": "x"}, [3]])", "array"}, std::pair{"null", "null"},
        std::pair{R"("text")", "string"}, std::pair{"3", "number"}, std::pair{"true", "boolean"}})
    for (const bool is_first : {true, false}) {
      const auto part = fmt::format("\"context\": {}", context);
      const auto results =
          parse_results('{' + (is_first ? part + ',' + rows : rows + ',' + part) + '}', "f.json");
      EXPECT_EQ(results.cells.at(0).seconds.size(), 1u) << context;
      EXPECT_EQ(
          results.sources.at(0).remarks,
          std::vector{fmt::format("f.json: \"context\" is {}, expected an object; where this was measured, "
                                  "nothing tells",
                                  said)});
    }
}

TEST(BrokenResults, MayHaveTheirPartsTwice) {
  const auto results =
      parse_results(R"({"context": {"a": 1}, "benchmarks": [)" + row("x", 1) +
                        R"(], "context": {"a": 2, "b": {}},)" + R"("benchmarks": [)" + row("y", 2) + "]}",
                    "f.json");
  ASSERT_EQ(results.cells.size(), 2u);
  EXPECT_EQ(results.sources.at(0)["a"], "1");
  EXPECT_EQ(results.sources.at(0).remarks,
            (std::vector<std::string>{"f.json: \"context\" occurs twice; the second is left out",
                                      "f.json: \"benchmarks\" occurs twice; both are shown"}));
}

TEST(BrokenResults, KeepBothOfAContextsKeysThatAreTheSame) {
  const auto results = parse_results(file(row("x", 1), R"("commit": "a", "commit": "b")"), "f.json");
  EXPECT_EQ(results.sources.at(0)["commit"], "a");
  EXPECT_EQ(results.sources.at(0)["commit #2"], "b");
  EXPECT_EQ(results.sources.at(0).remarks.size(), 1u);
}

TEST(BrokenResults, HaveTheLineAndColumnOfTheFileAsWritten) {
  const auto place_of = [](const std::string& text) {
    const auto said = complaint_about(text);
    return said.substr(0, said.find(": "));
  };
  EXPECT_EQ(place_of("{\"a\": NaN, \n\n \t -Infinity, x}"), "f.json:3:12");
  EXPECT_EQ(place_of("{\"a\": NaN, x}"), "f.json:1:12");
  EXPECT_EQ(place_of("{\"a\":   \r\n   [1,,2]}"), "f.json:2:7");
  EXPECT_EQ(place_of("{\"a\": 12\n 13}"), "f.json:2:3");
  EXPECT_EQ(place_of("{\"a\": [1]}\n\n {}"), "f.json:3:2");
  EXPECT_EQ(place_of("{\"a\": \"\n\"}"), "f.json:1:8");
  EXPECT_EQ(place_of("{\"a\":\n\n"), "f.json:3:1");
}

TEST(BrokenResults, MayBeNoText) {
  EXPECT_NE(complaint_about("\xff\xfe{\0}\0").find("f.json:1:1: syntax error"), std::string::npos);
  for (const auto* bad : {R"("\ud800")", R"("\udc00")"})
    EXPECT_EQ(complaint_about(file(fmt::format("{{\"name\": {}}}", bad))).rfind("f.json:4:", 0), 0u) << bad;
  const std::string zero(1, '\0');
  EXPECT_EQ(parse_results(file(row("x", 1)) + zero + "{}", "f.json").sources.at(0).remarks,
            std::vector<std::string>{
                R"(f.json:7: a line that is not part of the results, and left out: "\x00{}")"});
  EXPECT_EQ(complaint_about(zero), "f.json:1:1: a byte 0, which no text has");
  EXPECT_EQ(complaint_about("{" + zero), "f.json:1:2: a byte 0, which no text has");
}

TEST(BrokenResults, MayHaveMoreThanAnyFile) {
  std::string counters;
  for (int i = 0; i <= 1000; ++i) counters += fmt::format("{}\"c{}\": 1", i > 0 ? ", " : "", i);
  EXPECT_EQ(parse_results(file(row("x", 1, counters)), "f.json").cells.at(0).errors.at(0),
            "unreadable: benchmarks[0]: has more than 1000 counters");
  const auto large = parse_results(
      file(row("x", 1), "\"a\": 1, \"b\": [\"" + std::string(2 << 20, 'x') + R"(", 2], "c": {"d": 3})"),
      "f.json");
  EXPECT_EQ(large.sources.at(0)["a"], "1");
  EXPECT_EQ(large.sources.at(0)["c"], "");
  EXPECT_EQ(large.sources.at(0).remarks,
            std::vector<std::string>{
                "f.json: \"context\" is larger than any result file's; the end of it is left out"});
}

TEST(BrokenResults, AreQuotedInShort) {
  const auto results =
      parse_results(file(row("x", 1) + fmt::format(",{{\"name\": \"y\", \"run_type\": \"{}\"}}",
                                                   std::string(1 << 20, 'x'))),
                    "f.json");
  EXPECT_LT(results.cells.at(1).errors.at(0).size(), 500u);
  EXPECT_LT(complaint_about("{\"" + std::string(1 << 20, 'x')).size(), 500u);
}

TEST(BrokenResults, MayBeNestedBeyondAnyReason) {
  const std::string deep(200'000, '[');
  for (const auto& text :
       {file(row("x", 1), "\"k\": " + deep), file(row("x", 1, "\"k\": " + deep)), "{\"k\": " + deep})
    EXPECT_EQ(complaint_about(text), "f.json: nested deeper than any result file");
}

TEST(BrokenResults, MayNotBeFilesAtAll) {
  const sample::Folder folder;
  const auto missing = folder / "missing.json";
  EXPECT_EQ(complaint([&] { read_results(missing); }),
            missing.string() + ": cannot be read: No such file or directory");
  EXPECT_EQ(complaint([&] { read_results(folder / "."); }),
            (folder / ".").string() + ": cannot be read: Is a directory");
  const auto huge = folder.write("huge.json", "");
  std::filesystem::resize_file(huge, std::uintmax_t{1} << 40);  // takes no space
  EXPECT_EQ(complaint([&] { read_results(huge); }),
            huge.string() + ": cannot be read: larger than any result file");
  EXPECT_EQ(complaint([&] { read_results("/dev/zero"); }), "/dev/zero:1:1: a byte 0, which no text has");
  const auto empty = folder.write("empty.json", "");
  EXPECT_NE(complaint([&] { read_results(empty); }).find("is empty"), std::string::npos);
}

}  // namespace
}  // namespace parallax::reports

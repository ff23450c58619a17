// SPDX-License-Identifier: MIT
//
// What `gate` answers to what people type.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "reports/text/plain.hpp"
#include "tests/reports/gate/gate_program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::reports::gate {
namespace {

using ::testing::Each;

MATCHER(FitsOnATerminal, "has at most 80 columns") { return text::width(arg) <= 80; }

TEST_F(Gate, RefusesWhatIsNoBenchmark) {
  const auto none = parallax::testing::run({gate_program, "/nowhere", fixture});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.err, HasSubstr("/nowhere: there is no such program"));
  EXPECT_EQ(parallax::testing::run({gate_program, folder_ / "", fixture}).status, 2);
  const auto nothing = run("good", "good", {"--filter=nothing_like_this"});
  EXPECT_EQ(nothing.status, 2);
  EXPECT_THAT(nothing.err, HasSubstr("no benchmark matches"));
  EXPECT_EQ(parallax::testing::run({gate_program, fixture}).status, 2);
  EXPECT_EQ(parallax::testing::run({gate_program, "a", "b", "--budget=ten"}).status, 2);
  EXPECT_EQ(parallax::testing::run({gate_program, "--help"}).status, 0);
  EXPECT_THAT(parallax::testing::run({gate_program, "a", "b", "--json=c", "--json=d"}).err,
              HasSubstr("gate: --json is given more than once\n"));
}

// A threshold that is no number would let everything pass.
TEST_F(Gate, TakesNoNumberThatIsNone) {
  for (const char* wrong :
       {"--threshold=nan", "--threshold=inf", "--threshold=-1", "--threshold=1e9", "--cpu-threshold=nan",
        "--memory-threshold=x", "--false-alarms=nan", "--false-alarms=1000", "--false-alarms=0", "--seed=-1",
        "--seed=18446744073709551616", "--pairs=7", "--pairs=nan", "--most-workers=0", "--most-workers=nan",
        "--budget=nan", "--visit=inf", "--timeout=5"}) {
    const auto result = parallax::testing::run({gate_program, "a", "b", wrong});
    EXPECT_EQ(result.status, 2) << wrong;
    EXPECT_THAT(result.err, StartsWith("gate: --")) << wrong;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  }
  EXPECT_THAT(parallax::testing::run({gate_program, "a", "b", "--timeout=5"}).err,
              HasSubstr("5 is no time without its unit: 5s are seconds, 5ms milliseconds"));
  for (const char* wrong : {"--visit=0", "--timeout=0s"})
    EXPECT_THAT(parallax::testing::run({gate_program, "a", "b", wrong}).err,
                HasSubstr("is less than 0.001 s"));
  for (const char* wrong : {"--runs=0", "--runs=nan", "--time=nan", "--time=5"})
    EXPECT_EQ(parallax::testing::run({gate_program, "aa-test", "a", wrong}).status, 2) << wrong;
  for (const char* wrong : {"--effects=nan", "--rounds=-1", "--plays=1e9"})
    EXPECT_EQ(parallax::testing::run({gate_program, "inject-test", wrong}).status, 2) << wrong;
}

TEST_F(Gate, NeedsNoLargeStack) {
  if (parallax::testing::sanitized) GTEST_SKIP() << "a sanitizer needs more than that";
  const auto result = parallax::testing::run(
      {"/bin/sh", "-c", R"(ulimit -s 64; exec "$@")", "sh", gate_program, fixture, fixture, "--", "good"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("The programs are identical: 2 cells"));
}

TEST_F(Gate, ExplainsWhatItIsForWithoutAWord) {
  const auto result = parallax::testing::run({gate_program});
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 8) << result.err;
  EXPECT_THAT(result.err, HasSubstr("For example"));
  EXPECT_THAT(result.err, HasSubstr("./gate BASE HEAD"));
  EXPECT_THAT(lines_of(result.err), Each(FitsOnATerminal()));
}

TEST_F(Gate, HelpsWithinEightyColumns) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"-h"},
                                                {"aa-test", "-h"},
                                                {"inject-test", "-h"},
                                                {"history", "-h"},
                                                {"history", "append", "-h"},
                                                {"history", "show", "--help"}}) {
    auto command = words;
    command.insert(command.begin(), gate_program);
    const auto result = parallax::testing::run(command);
    EXPECT_EQ(result.status, 0) << words.front();
    EXPECT_EQ(result.err, "");
    EXPECT_THAT(result.out, HasSubstr("Exit codes:"));
    EXPECT_THAT(lines_of(result.out), Each(FitsOnATerminal()));
  }
}

TEST_F(Gate, SaysInOneSentenceWhatIsWrongAndWhatToType) {
  const auto file = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  };
  const auto results = file("r.json", R"({"context": {}, "benchmarks": []})");
  const auto script = file("script", "#!/bin/sh\n");
  std::filesystem::create_directory(folder_ / "build");
  const auto folder = (folder_ / "build").string();
  file("build/bench", "");
  const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes{
      {{fixture}, "the program to compare with " + fixture + " is missing: gate " + fixture + " HEAD"},
      {{"--strict"}, "two programs are missing: gate BASE HEAD"},
      {{results, results},
       results + ": is a result file, not a program; gate runs both programs itself, so name those (with "
                 "--whole-programs if they are no benchmarks)"},
      {{folder, fixture}, folder + ": is a folder, not a program; did you mean " + folder + "/bench?"},
      {{script, fixture}, script + ": may not be run; chmod +x " + script + " allows it"},
      {{"--from=" + results},
       results + ": is a result file, not a comparison of two builds; report " + results + " shows it"},
      {{"--from=" + folder + "/none"},
       folder + "/none: there is no such file; gate BASE HEAD --json=FILE writes one"},
      {{"inject-test", "--from=" + results},
       results + ": is a result file, not a recording of the gate's self-test; report " + results +
           " shows it"},
      {{"history"}, "gate history append or show?"},
      {{"history", "shwo"}, "shwo is no command of gate history; did you mean show?"},
      {{"history", "show", results},
       results + ": is a result file, not a history of the gate; report " + results + " shows it"},
      {{"history", "append", results, results},
       results + ": is a result file, not a history of the gate; report " + results + " shows it"},
      {{"history", "show", script, "--htlm=x"},
       "--htlm is no option of gate history show; did you mean --html?"},
      {{"main"}, "main: there is no such program; if it is a commit, scripts/gate main compares with it"},
      {{"histroy", "show"}, "histroy: there is no such program; did you mean gate history?"},
      {{"--treshold=4", "a", "b"}, "--treshold is no option of gate; did you mean --threshold?"},
      {{"--threads=4", "a", "b"}, "--threads is no option of gate; did you mean --most-workers?"},
      {{"-o", "a", "b"},
       "-o is no option of gate; did you mean --json=FILE, --markdown=FILE or --html=FILE?"}};
  for (const auto& [words, answer] : mistakes) {
    auto command = words;
    command.insert(command.begin(), gate_program);
    const auto result = parallax::testing::run(command);
    EXPECT_EQ(result.status, 2) << answer;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, StartsWith("gate: " + answer));
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  }
  EXPECT_EQ(parallax::testing::content_of(results), R"({"context": {}, "benchmarks": []})");
}

}  // namespace
}  // namespace parallax::reports::gate

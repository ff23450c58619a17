// SPDX-License-Identifier: MIT
//
// The real program on real programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "reports/gate/comparison_json.hpp"
#include "reports/gate/program_text.hpp"
#include "reports/text/plain.hpp"
#include "tests/support/program.hpp"

namespace parallax::reports::gate {
namespace {

using parallax::testing::Folder;
using parallax::testing::Program;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Result = parallax::testing::Program::Result;

const std::string fixture = GATE_FIXTURE, gate_program = GATE_PROGRAM;

// Tests run beside others, and visits are short: only what is twice as slow is to be found, and nothing by
// chance.
const std::vector<std::string> careful{"--threshold=40", "--cpu-threshold=40", "--memory-threshold=40",
                                       "--false-alarms=0.1"};

std::vector<std::string> with_care(std::vector<std::string> words) {
  words.insert(words.end(), careful.begin(), careful.end());
  return words;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

MATCHER(FitsOnATerminal, "has at most 80 columns") { return text::width(arg) <= 80; }

// Programs that take the fixture's mode before what the gate says.
class Gate : public ::testing::Test {
 protected:
  std::string program(const std::string& mode) {
    auto file = (folder_ / mode).string();
    std::ofstream(file) << "#!/bin/sh\nexec " << fixture << ' ' << mode << " \"$@\"\n";
    ::chmod(file.c_str(), 0755);
    return file;
  }
  static std::vector<std::string> command(const std::string& base, const std::string& head,
                                          std::vector<std::string> more) {
    std::vector<std::string> words{gate_program,    base,        head, "--visit=5ms", "--pairs=8",
                                   "--timeout=20s", "--budget=0"};
    words.insert(words.end(), careful.begin(), careful.end());
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  Result run(const std::string& base, const std::string& head, std::vector<std::string> more = {}) {
    return parallax::testing::run(command(program(base), program(head), std::move(more)));
  }
  void fails(const std::string& head, const std::string& message) {
    const auto result = run("good", head, {"--timeout=2s"});
    EXPECT_EQ(result.status, 4) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr(message)) << head;
  }

  Folder folder_;
};

TEST_F(Gate, FindsASlowdown) {
  const auto json = (folder_ / "gate.json").string();
  const auto result = run("good", "slow", {"--json=" + json});
  EXPECT_EQ(result.status, 1) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("1 regression in 2 cells"));
  const auto comparison = read_comparison(json);
  ASSERT_EQ(comparison.cells.size(), 2u);
  EXPECT_EQ(comparison.cells[1].name, "b");
  EXPECT_EQ(comparison.cells[1].verdict, Verdict::regression);
  EXPECT_NE(comparison.cells[0].verdict, Verdict::regression);
  EXPECT_GT(comparison.cells[1].metrics.at(0).ratio.value, 1.3);
  EXPECT_FALSE(comparison.visits.empty());
  EXPECT_THAT(comparison.command, HasSubstr("--visit=5ms"));
}

// What CI does with every commit: nothing changed but where the code lies, then one cell of two got slower.
TEST_F(Gate, IsTriedOnItsSpecimen) {
  const std::string specimen = GATE_SPECIMEN, filter = "--filter=(compute|queue)/threads/workers:1";
  const auto innocent = parallax::testing::run(with_care(
      {gate_program, specimen, specimen + "-shifted", filter, "--visit=30ms", "--pairs=8", "--budget=0"}));
  EXPECT_NE(innocent.status, 1) << innocent.out;
  EXPECT_THAT(innocent.out, HasSubstr("in 2 cells"));
  const auto slower = (folder_ / "slower").string();
  std::ofstream(slower) << "#!/bin/sh\nexec " << specimen
                        << " --inject=uniform:100@queue/threads/workers:1 \"$@\"\n";
  ::chmod(slower.c_str(), 0755);
  const auto guilty =
      parallax::testing::run(with_care({gate_program, specimen, slower, filter, "--visit=30ms", "--pairs=8",
                                        "--budget=0", "--json=" + (folder_ / "g.json").string()}));
  EXPECT_EQ(guilty.status, 1) << guilty.out << guilty.err;
  const auto comparison = read_comparison(folder_ / "g.json");
  for (const auto& cell : comparison.cells)
    EXPECT_EQ(cell.verdict == Verdict::regression, cell.name.rfind("queue/", 0) == 0) << cell.name;
}

TEST_F(Gate, AccusesNobodyOfNothing) {
  const auto result = run("good", "good");
  EXPECT_NE(result.status, 1) << result.out;
  EXPECT_NE(result.status, 4) << result.out;
  EXPECT_NE(result.status, 2) << result.err;
}

TEST_F(Gate, NamesEveryWayToFail) {
  fails("crashes", "signal 11");
  fails("hangs", "had not ended");
  fails("is-killed", "signal 9");
  fails("ends-early", "of no use");
  fails("is-wrong", "wrong: 2 + 2 is 5");
  fails("takes-no-time", "time of zero");
  fails("prints-garbage", "of no use");
}

TEST_F(Gate, MissesALostBenchmark) {
  const auto result = run("good", "loses-one");
  EXPECT_EQ(result.status, 3) << result.out;
  EXPECT_THAT(result.out, HasSubstr("missing from the head"));
  const auto allowed = run("good", "loses-one", {"--allow-removed"});
  EXPECT_EQ(allowed.status, 0) << allowed.out;
}

// "No regression" of nothing is no pass.
TEST_F(Gate, DoesNotPassWhereNothingCouldBeCompared) {
  const auto added = run("good", "has-one-more", {"--filter=c"});
  EXPECT_EQ(added.status, 3) << added.out;
  EXPECT_THAT(added.out, StartsWith("Nothing could be compared: 1 new\n"));
  const auto removed = run("good", "loses-one", {"--allow-removed", "--filter=b"});
  EXPECT_EQ(removed.status, 3) << removed.out;
  EXPECT_THAT(removed.out, StartsWith("Nothing could be compared: 1 removed\n"));
}

TEST_F(Gate, CannotCompareWithABaseThatFails) {
  const auto result = run("is-wrong", "good", {"--filter=b"});
  EXPECT_EQ(result.status, 3) << result.out;
  EXPECT_THAT(result.out, HasSubstr("the base fails"));
}

// What both do is nobody's regression, and the rest is judged.
TEST_F(Gate, AccusesNobodyOfWhatBothDo) {
  const auto json = (folder_ / "g.json").string();
  for (const auto& [mode, reason] :
       {std::pair{"is-wrong", "wrong: 2 + 2 is 5"}, std::pair{"crashes", "signal 11"},
        std::pair{"has-one-twice", "two benchmarks have this name"}}) {
    const auto result = run(mode, mode, {"--json=" + json});
    EXPECT_EQ(result.status, 0) << mode << result.out << result.err;
    const auto comparison = read_comparison(json);
    ASSERT_EQ(comparison.cells.size(), 2u) << mode;
    EXPECT_EQ(comparison.cells[1].verdict, Verdict::fails_alike) << mode;
    EXPECT_THAT(comparison.cells[1].reason, HasSubstr(reason));
    EXPECT_FALSE(comparison.cells[0].metrics.empty());
  }
  const auto nothing_else = run("is-wrong", "is-wrong", {"--filter=b"});
  EXPECT_EQ(nothing_else.status, 3) << nothing_else.out;
  EXPECT_THAT(nothing_else.out, StartsWith("Nothing could be compared: 1 fails in both"));
  EXPECT_EQ(run("is-wrong", "crashes", {"--filter=b"}).status, 4);
}

TEST_F(Gate, JudgesAggregatesWhereAProgramGivesNothingElse) {
  const auto json = (folder_ / "g.json").string();
  run("aggregates-only", "aggregates-only", {"--json=" + json});
  const auto comparison = read_comparison(json);
  ASSERT_EQ(comparison.cells.size(), 2u);
  EXPECT_EQ(comparison.cells[1].name, "b/repeats:3");
  EXPECT_FALSE(comparison.cells[1].metrics.empty()) << comparison.cells[1].reason;
}

TEST_F(Gate, BlamesTheHeadForDyingWhileItLists) {
  for (const auto& [mode, reason] : {std::pair{"dies-while-listing", "signal 11"},
                                     std::pair{"hangs-while-listing", "had not ended after"}}) {
    const auto result = run("good", mode, {"--timeout=2s"});
    EXPECT_EQ(result.status, 4) << mode << result.err;
    EXPECT_THAT(result.out, HasSubstr("2 errors in 2 cells"));
    EXPECT_THAT(result.out, HasSubstr(reason));
    EXPECT_EQ(run(mode, "good", {"--timeout=2s"}).status, 2) << mode;
  }
}

TEST_F(Gate, SaysOfAProgramThatItTakesNoNoticeOfAFilter) {
  const auto result = run("takes-no-filter", "takes-no-filter");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("takes no notice of --benchmark_filter, or is no benchmark"));
}

// A program that is started through a link elsewhere must still find what lies beside it.
TEST_F(Gate, LetsProgramsFindWhatLiesBesideThem) {
  for (const char* name : {"one", "another"}) {
    const auto folder = folder_ / name;
    std::filesystem::create_directory(folder);
    std::ofstream(folder / "data") << "data";
    std::filesystem::copy_file(fixture, folder / "program");
    std::ofstream(folder / "script")
        << "#!/bin/sh\ncat \"$(dirname \"$0\")/data\" >/dev/null || exit 1\nexec " << fixture
        << " good \"$@\"\n";
    ::chmod((folder / "script").c_str(), 0755);
  }
  const auto file = [&](const char* folder, const char* name) { return (folder_ / folder / name).string(); };
  for (const auto& [name, more] :
       {std::pair{"program", std::vector<std::string>{"--", "reads-beside-itself"}},
        std::pair{"script", std::vector<std::string>{}}}) {
    std::vector<std::string> words{"--measure-identical", "--filter=a"};
    words.insert(words.end(), more.begin(), more.end());
    const auto result = parallax::testing::run(command(file("one", name), file("another", name), words));
    EXPECT_EQ(result.status, 0) << name << result.out << result.err;
  }
}

TEST_F(Gate, TakesNoBannerForABenchmarkThatIsAnotherOneEachTime) {
  const auto talker = (folder_ / "talker").string();
  std::ofstream(talker) << "#!/bin/sh\necho \"process $$\"\n" << fixture << " good \"$@\"\n";
  ::chmod(talker.c_str(), 0755);
  const auto json = (folder_ / "g.json").string();
  parallax::testing::run(command(talker, talker, {"--measure-identical", "--json=" + json}));
  const auto comparison = read_comparison(json);
  ASSERT_EQ(comparison.cells.size(), 2u);
  EXPECT_EQ(comparison.cells[0].name, "a");
}

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
       results + ": is a result file, not a program; gate runs both programs itself, so name those"},
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

TEST_F(Gate, MeasuresNothingWhereNothingDiffers) {
  const auto copy = (folder_ / "copy").string();
  std::filesystem::copy_file(fixture, copy);
  const auto result = parallax::testing::run({gate_program, fixture, copy, "--", "good"});
  EXPECT_EQ(result.status, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("identical"));
  // The same words for other programs.
  EXPECT_EQ(text_hash(fixture), text_hash(copy));
  EXPECT_NE(text_hash(fixture), text_hash(gate_program));
  EXPECT_EQ(text_hash(program("good")), "");
}

TEST_F(Gate, WritesAllItsOutputs) {
  const auto file = [&](const char* name) { return (folder_ / name).string(); };
  const auto result = run(
      "good", "has-one-more",
      {"--filter=a|c", "--json=" + file("g.json"), "--markdown=" + file("g.md"), "--junit=" + file("g.xml"),
       "--html=" + file("g.html"), "--action-benchmark=" + file("g.action.json")});
  EXPECT_EQ(read_comparison(file("g.json")).cells.at(1).verdict, Verdict::added);
  EXPECT_THAT(parallax::testing::content_of(file("g.md")), HasSubstr("<!-- parallax-gate -->"));
  EXPECT_THAT(parallax::testing::content_of(file("g.xml")), HasSubstr("<testsuite"));
  EXPECT_THAT(parallax::testing::content_of(file("g.html")), HasSubstr("</html>"));
  EXPECT_THAT(parallax::testing::content_of(file("g.action.json")), HasSubstr("\"unit\""));
  // And again from the file, without measuring.
  const auto again = parallax::testing::run({gate_program, "--from=" + file("g.json")});
  EXPECT_EQ(again.status, result.status);
  EXPECT_EQ(again.out, result.out);
}

// A minute of measuring must not be lost to what could have been known before.
TEST_F(Gate, AsksBeforeItMeasuresWhetherOutputsCanBeWritten) {
  const auto good = program("good"), there = (folder_ / "there").string(), folder = (folder_ / "").string();
  std::ofstream(there) << "a program, perhaps";
  const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes{
      {{good, good, "--json=/nowhere/g.json"}, "--json=/nowhere/g.json: there is no folder /nowhere"},
      {{good, good, "--html=" + folder}, "--html=" + folder + ": is a folder"},
      {{good, good, "--json=" + there, "--html=" + there}, "--json and --html are the same file, " + there},
      {{good, good, "--markdown=" + good}, "--markdown would overwrite the base, " + good},
      {{good, good, "--history=" + there, "--html=" + there}, "--html would overwrite the history, " + there},
      {{"--from=" + there, "--junit=" + there}, "--junit would overwrite the comparison, " + there}};
  for (const auto& [words, answer] : mistakes) {
    auto command = words;
    command.insert(command.begin(), gate_program);
    const auto result = parallax::testing::run(command);
    EXPECT_EQ(result.status, 2) << answer;
    EXPECT_EQ(result.err, "gate: " + answer + "\n");
  }
  EXPECT_EQ(parallax::testing::content_of(there), "a program, perhaps");
}

// Files come before the terminal, and one output that fails costs no other one. What then happens is not the
// fault of who called.
TEST_F(Gate, LosesNothingToAnOutputThatFails) {
  const auto file = [&](const char* name) { return (folder_ / name).string(); };
  const auto in_shell = [&](std::vector<std::string> words, const std::string& more) {
    std::string line;
    for (const auto& word : words) line += "'" + word + "' ";
    return parallax::testing::run({"/bin/sh", "-c", line + more});
  };
  const auto full =
      in_shell(command(program("good"), program("slow"), {"--json=" + file("g.json")}), ">/dev/full");
  EXPECT_EQ(full.status, 5) << full.err;
  EXPECT_THAT(full.err, HasSubstr("No space left on device"));
  EXPECT_THAT(full.err, HasSubstr("otherwise the exit code would have been 1: there is a regression"));
  EXPECT_EQ(read_comparison(file("g.json")).cells.at(1).verdict, Verdict::regression);

  const auto one = parallax::testing::run({gate_program, "--from=" + file("g.json"), "--markdown=/dev/full",
                                           "--junit=" + file("g.xml"), "--html=" + file("g.html")});
  EXPECT_EQ(one.status, 5) << one.err;
  EXPECT_THAT(one.err, StartsWith("gate: write /dev/full: No space left on device\n"));
  EXPECT_THAT(one.out, HasSubstr("1 regression in 2 cells"));
  EXPECT_THAT(parallax::testing::content_of(file("g.xml")), HasSubstr("<testsuite"));
  EXPECT_THAT(parallax::testing::content_of(file("g.html")), HasSubstr("</html>"));
  EXPECT_EQ(parallax::testing::run({gate_program, "--from=" + file("g.json")}).status, 1);
}

// What a program prints besides is no benchmark that the head has lost its time for.
TEST_F(Gate, TakesNoBannerForABenchmark) {
  const auto talker = (folder_ / "talker").string();
  std::ofstream(talker) << "#!/bin/sh\necho 'MyLib 1.2.3'\necho '4 threads'\n"
                        << fixture << " good \"$@\" || exit $?\necho Done.\n";
  ::chmod(talker.c_str(), 0755);
  const auto json = (folder_ / "g.json").string();
  const auto result =
      parallax::testing::run(command(talker, talker, {"--measure-identical", "--json=" + json}));
  EXPECT_NE(result.status, 4) << result.out << result.err;
  const auto comparison = read_comparison(json);
  ASSERT_EQ(comparison.cells.size(), 2u) << result.out;
  EXPECT_EQ(comparison.cells[0].name, "a");
  EXPECT_EQ(comparison.cells[1].name, "b");
}

TEST_F(Gate, MeasuresWhateverANameIs) {
  const auto json = (folder_ / "g.json").string();
  run("has-odd-names", "has-odd-names", {"--measure-identical", "--json=" + json});
  const auto comparison = read_comparison(json);
  ASSERT_EQ(comparison.cells.size(), 4u);
  for (const auto& cell : comparison.cells) {
    EXPECT_NE(cell.verdict, Verdict::error) << cell.name << ": " << cell.reason;
    EXPECT_FALSE(cell.metrics.empty()) << cell.name;
  }
}

TEST_F(Gate, DoesNotCallItsOwnFailureWrongUse) {
  const auto result = parallax::testing::run(
      {"/usr/bin/env", "TMPDIR=/nowhere", gate_program, program("good"), program("good")});
  EXPECT_EQ(result.status, 5) << result.err;
  EXPECT_THAT(result.err, StartsWith("gate: "));
  EXPECT_EQ(parallax::testing::run({gate_program, "--from=/dev/zero"}).status, 2);
}

TEST_F(Gate, EndsWithWhatIsKnownAtASignal) {
  const auto json = (folder_ / "gate.json").string();
  Program running(command(program("good"), program("good"), {"--json=" + json, "--pairs=1000"}));
  // A visit is under way once the gate has a child.
  ASSERT_TRUE(parallax::testing::eventually([&] { return running.processes().size() > 1; }));
  ::kill(running.pid(), SIGINT);
  const auto result = running.wait();
  EXPECT_EQ(result.status, 3) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("ncomplete"));
  EXPECT_THAT(read_comparison(json).incomplete, HasSubstr("signal 2"));
  EXPECT_TRUE(running.processes().empty());
}

// 60 cells of a program that is slow to measure would take hours.
TEST_F(Gate, KeepsItsBudgetAndSaysWhatItLeftOut) {
  const auto result = run("good", "slow", {"--visit=300ms", "--budget=3s"});
  EXPECT_EQ(result.status, 3) << result.out << result.err;
  EXPECT_THAT(result.out, StartsWith("Incomplete: the budget of 3 s was too short for 2 of 2 cells"));
  EXPECT_THAT(result.out, HasSubstr("nothing could be compared"));
  EXPECT_THAT(result.out, HasSubstr("2 left out"));
}

// No false alarm in runs that compared nothing is no good news.
TEST_F(Gate, DoesNotPassItsOwnTestWhereNothingWasCompared) {
  const auto result = parallax::testing::run(
      {gate_program, "aa-test", program("good"), "--runs=1", "--visit=300ms", "--budget=1s"});
  EXPECT_EQ(result.status, 3) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("copy: nothing could be compared in 1 further run"));
}

// One cell of seconds is left out, whenever it is looked at, and not all the others in its place.
TEST_F(Gate, LeavesOutWhatIsTooSlowOnly) {
  const auto json = (folder_ / "g.json").string();
  for (const char* seed : {"--seed=1", "--seed=2", "--seed=3"}) {
    const auto result =
        run("has-a-giant", "has-a-giant", {"--measure-identical", "--budget=15s", "--json=" + json, seed});
    EXPECT_EQ(result.status, 3) << result.out << result.err;
    EXPECT_THAT(result.out, StartsWith("Incomplete: the budget of 15 s was too short for 1 of 2 cells"));
    const auto comparison = read_comparison(json);
    ASSERT_EQ(comparison.cells.size(), 2u);
    EXPECT_EQ(comparison.cells[0].name, "a");
    EXPECT_FALSE(comparison.cells[0].metrics.empty());
    EXPECT_EQ(comparison.cells[1].verdict, Verdict::left_out);
    EXPECT_THAT(comparison.cells[1].reason, HasSubstr("one visit takes"));
  }
}

}  // namespace
}  // namespace parallax::reports::gate

// SPDX-License-Identifier: MIT
//
// What `gate` says of programs, good and bad.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "reports/gate/compare.hpp"
#include "reports/gate/comparison_json.hpp"
#include "reports/gate/subject.hpp"
#include "tests/reports/gate/gate_program.hpp"

namespace parallax::reports::gate {
namespace {

// Without the line breaks that a terminal needs.
std::string flat(const std::string& text) {
  std::string words;
  for (const char c : text)
    if (const char plain = c == '\n' ? ' ' : c; plain != ' ' || words.empty() || words.back() != ' ')
      words += plain;
  return words;
}

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
  EXPECT_GT(comparison.cells[1].metrics.at(0).ratio.point(), 1.3);
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

// Programs that are no benchmarks. `bench` lies beside the gate.
class GateOfWholePrograms : public Gate {
 protected:
  std::string version(const std::string& folder, const std::string& script,
                      const std::string& name = "prog") {
    std::filesystem::create_directory(folder_ / folder);
    const auto file = (folder_ / folder / name).string();
    std::ofstream(file) << "#!/bin/sh\n" << script << '\n';
    ::chmod(file.c_str(), 0755);
    return file;
  }
  static Program::Result judge(const std::string& base, const std::string& head,
                               std::vector<std::string> more = {}) {
    more.insert(more.begin(), "--whole-programs=1");
    return parallax::testing::run(command(base, head, std::move(more)));
  }
};

TEST_F(GateOfWholePrograms, IsTimedFromItsStartToItsEnd) {
  const Scratch scratch;
  Interruptions interruptions;
  const auto bench = std::filesystem::path(gate_program).parent_path() / "bench";
  Subject subject({.file = version("old", "sleep 0.02; echo $1"),
                   .arguments = {"--threads={workers}"},
                   .text_hash = {},
                   .commit = {},
                   .measured_by = {bench.string(), "--workers=1"}},
                  scratch.link(0), scratch.output(), interruptions);
  const std::string name = "program/prog/workers:1/size:1/grain:1";
  EXPECT_EQ(subject.list("", 60).names, std::vector{name});
  Visit visit;
  subject.run(name, {.iterations = 1}, 0, 60, visit);
  ASSERT_EQ(visit.failure, "");
  ASSERT_EQ(visit.wall.size(), 1u);
  EXPECT_GE(visit.wall.front(), 0.02);
}

TEST_F(GateOfWholePrograms, SaysWhatIsWrong) {
  const auto good = version("old", "echo ok");
  const auto failing = judge(good, version("failing", "exit 3"));
  EXPECT_EQ(failing.status, 4) << failing.out << failing.err;
  EXPECT_THAT(failing.out, HasSubstr("exited with status 3"));
  const auto renamed = judge(good, version("new", "echo ok", "prog2"));
  EXPECT_EQ(renamed.status, 2);
  EXPECT_THAT(renamed.err, HasSubstr("give both the same name, in two folders"));
  const auto unasked = parallax::testing::run({gate_program, good, good});
  EXPECT_EQ(unasked.status, 2);
  EXPECT_THAT(unasked.err, HasSubstr("--whole-programs"));
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

TEST_F(Gate, LeavesOutNamesThatAreOtherOnesEachTime) {
  const auto passing = run("good", "has-other-names", {"--filter=process"});
  EXPECT_EQ(passing.status, 2) << passing.out;
  EXPECT_THAT(passing.err,
              HasSubstr("no benchmark matches \"process\"; 1 with names that are other ones each time"));
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
  for (const auto& [mode, reason] : {std::pair{"dies-while-listing", "it was killed by signal"},
                                     std::pair{"hangs-while-listing", "had not ended after"}}) {
    const auto result = run("good", mode, {"--timeout=2s"});
    EXPECT_EQ(result.status, 4) << mode << result.err;
    EXPECT_THAT(result.out, HasSubstr("2 errors in 2 cells"));
    EXPECT_THAT(result.out, HasSubstr(reason));
  }
  const auto base = run("dies-while-listing", "good");
  EXPECT_EQ(base.status, 3);
  EXPECT_THAT(base.out, HasSubstr("2 of 2 cells cannot be judged"));
  EXPECT_EQ(run("dies-while-listing", "dies-while-listing").status, 2);
}

// They list well, and end with an error all the same.
TEST_F(Gate, BlamesWhoFailsAfterListing) {
  const auto head = run("good", "lists-and-fails");
  EXPECT_EQ(head.status, 4) << head.err;
  EXPECT_THAT(flat(head.out),
              HasSubstr("head: asked for its benchmarks, it listed 2 and exited with status 3: bye"));
  const auto base = run("lists-and-crashes", "good");
  EXPECT_EQ(base.status, 3) << base.err;
  EXPECT_THAT(flat(base.out), HasSubstr("the base fails here"));
  EXPECT_THAT(flat(base.out), HasSubstr("it listed 2 and was killed by signal 11"));
  const auto nothing = run("lists-and-crashes", "lists-and-crashes", {"--measure-identical"});
  EXPECT_EQ(nothing.status, 3) << nothing.err;
  EXPECT_THAT(nothing.out, StartsWith("Nothing could be compared: 2 fails in both"));
  const auto both = run("lists-and-fails", "lists-and-fails", {"--filter=a"});
  EXPECT_EQ(both.status, 0) << both.out << both.err;
  EXPECT_THAT(flat(both.out), HasSubstr("both fail then in the same way: each exited with status 3: bye"));
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
  std::ofstream(talker) << "#!/bin/sh\necho \"process $$\"\necho; echo ready\n"
                        << fixture << " good \"$@\"\n";
  ::chmod(talker.c_str(), 0755);
  const auto json = (folder_ / "g.json").string();
  parallax::testing::run(command(talker, talker, {"--measure-identical", "--json=" + json}));
  const auto comparison = read_comparison(json);
  ASSERT_EQ(comparison.cells.size(), 2u);
  EXPECT_EQ(comparison.cells[0].name, "a");
}

}  // namespace
}  // namespace parallax::reports::gate

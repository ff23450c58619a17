// SPDX-License-Identifier: MIT
//
// What `gate` leaves behind, also where it is stopped, killed or refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "reports/gate/comparison_json.hpp"
#include "reports/gate/program_text.hpp"
#include "tests/reports/gate/gate_program.hpp"

namespace parallax::reports::gate {
namespace {

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
  ASSERT_EQ(comparison.cells.size(), 8u);
  for (const auto& cell : comparison.cells) {
    EXPECT_NE(cell.verdict, Verdict::error) << cell.name << ": " << cell.reason;
    EXPECT_FALSE(cell.metrics.empty()) << cell.name;
  }
}

TEST_F(Gate, WaitsForNoPipeInThePlaceOfResults) {
  const auto piper = (folder_ / "piper").string();
  std::ofstream(piper)
      << "#!/bin/sh\nfor word; do case $word in --benchmark_out=*) mkfifo \"${word#*=}\"; exit;; esac; done\n"
      << fixture << " good \"$@\"\n";
  ::chmod(piper.c_str(), 0755);
  const auto result = parallax::testing::run(command(program("good"), piper, {"--filter=a"}));
  EXPECT_EQ(result.status, 4) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("JSON: is no file"));
}

// What is killed leaves its folder; the next one removes it, and never that of one that lives.
TEST_F(Gate, RemovesWhatAKilledOneLeft) {
  const auto temporary = folder_ / "tmp";
  std::filesystem::create_directory(temporary);
  const auto folders = [&] {
    return std::distance(std::filesystem::directory_iterator(temporary),
                         std::filesystem::directory_iterator());
  };
  auto words = command(program("good"), program("good"), {"--pairs=1000"});
  words.insert(words.begin(), {"/usr/bin/env", "TMPDIR=" + temporary.string()});
  {
    Program killed(words);
    ASSERT_TRUE(
        parallax::testing::eventually([&] { return killed.processes().size() > 1 && folders() == 1; }));
    ::kill(killed.pid(), SIGKILL);
    killed.wait();
  }
  EXPECT_EQ(folders(), 1);
  std::filesystem::create_directory(temporary / "parallax_gate_of_somebody");  // not locked either
  Program running(words);
  ASSERT_TRUE(
      parallax::testing::eventually([&] { return running.processes().size() > 1 && folders() == 1; }));
  auto other = words;
  other.back() = "--filter=none";
  EXPECT_EQ(parallax::testing::run(other).status, 2);
  EXPECT_EQ(folders(), 1);  // that of the one that lives
  ::kill(running.pid(), SIGINT);
  running.wait();
  EXPECT_EQ(folders(), 0);
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

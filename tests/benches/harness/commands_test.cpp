// SPDX-License-Identifier: MIT
//
// Whole programs as cells: `bench -- ./prog --threads={workers}`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

std::vector<std::string> words(std::vector<std::string> flags, const std::vector<std::string>& scripts) {
  flags.insert(flags.begin(), BENCH_PROGRAM);
  for (const std::string& script : scripts) flags.insert(flags.end(), {"--", "/bin/sh", "-c", script});
  return flags;
}

// Each cell's name and "ok", or its message.
std::map<std::string, std::string> measured(const std::vector<std::string>& scripts,
                                            std::string timeout = "60s") {
  const auto result = run(
      words({"--workers=1,2", "--iterations=2", "--timeout=" + timeout, "--benchmark_format=json"}, scripts));
  const auto document = nlohmann::json::parse(result.out);
  std::map<std::string, std::string> all;
  for (const auto& row : document["benchmarks"]) all[row["name"]] = row.value("error_message", "ok");
  return all;
}

TEST(Commands, AreCellsWithWorkersAsTheirAxis) {
  EXPECT_THAT(measured({"echo same {workers} >/dev/null; echo same", "echo same"}),
              ElementsAre(Pair("program/sh-2/workers:1/size:1/grain:1", "ok"),
                          Pair("program/sh/workers:1/size:1/grain:1", "ok"),
                          Pair("program/sh/workers:2/size:1/grain:1", "ok")));
}

TEST(Commands, HaveTheTimeAndMemoryOfAllTheirProcesses) {
  const auto result = run(words({"--iterations=1", "--benchmark_format=json", "--benchmark_repetitions=2"},
                                {"i=0; (while [ $i -lt 20000 ]; do i=$((i + 1)); done); echo $i"}));
  ASSERT_EQ(result.status, 0) << result.err;
  const auto document = nlohmann::json::parse(result.out);
  const auto& row = document["benchmarks"][0];
  EXPECT_GT(row["cpu_time"], 1e5);  // nanoseconds: more than a start alone
  EXPECT_GT(row["pss"], 1e5);
  EXPECT_EQ(document["context"]["program_sh"],
            "/bin/sh -c 'i=0; (while [ $i -lt 20000 ]; do i=$((i + 1)); done); echo $i'");
}

TEST(Commands, AnotherOutputIsWrong) {
  const auto all = measured({"echo {workers}"});
  EXPECT_EQ(all.at("program/sh/workers:1/size:1/grain:1"), "ok");
  EXPECT_EQ(all.at("program/sh/workers:2/size:1/grain:1"),
            "wrong: it printed something else (2 bytes) than with one worker (before timing)");
}

TEST(Commands, AFailureIsTold) {
  EXPECT_THAT(measured({"exit $(({workers} + 1))"}).at("program/sh/workers:2/size:1/grain:1"),
              HasSubstr("/bin/sh exited with status 2"));
  EXPECT_THAT(measured({"kill -9 $$; {workers}"}).at("program/sh/workers:1/size:1/grain:1"),
              HasSubstr("/bin/sh was killed by signal 9"));
  const auto absent = run({BENCH_PROGRAM, "--", "/nowhere/prog"});
  EXPECT_EQ(absent.status, 1);
  EXPECT_THAT(absent.out, HasSubstr("the output with one worker could not be made: /nowhere/prog: No such"));
  const auto lines = run({BENCH_PROGRAM, "--", "sh", "-c", "true\ntrue"});
  EXPECT_EQ(lines.status, 2);
  EXPECT_THAT(lines.err, HasSubstr("a word of the command of sh has a newline"));
  const auto none = run({BENCH_PROGRAM, "--"});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.err, HasSubstr("there is no program behind --"));
}

TEST(Commands, OneThatHangsIsEndedWithItsProcesses) {
  Program program(words({"--iterations=1", "--timeout=500ms"}, {"sleep 1007 & sleep 1008"}));
  const auto result = program.wait();
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, HasSubstr("timed out"));
  EXPECT_TRUE(program.processes().empty());
}

}  // namespace
}  // namespace parallax::testing

// SPDX-License-Identifier: MIT
//
// A `bench` with faults built in: each is found, and turns its own cells red and no others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/benches/harness/bench_program.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// What becomes of the cells of each runtime with a fault.
const std::map<std::string, std::string> broken_runtimes{
    {"runs_nothing", "wrong"},   {"skips_last", "wrong"},          {"runs_twice", "wrong"},
    {"wrong_byte", "wrong"},     {"runs_once", "wrong"},           {"runs_thrice", "wrong"},
    {"wrong_borders", "wrong"},  {"returns_early", "wrong"},       {"returns_early_too", "wrong"},
    {"cannot_start", "crashed"}, {"unsupporting", "not supported"}};

// The second part of a cell's name.
std::string runtime_of(const std::string& cell) {
  const auto first = cell.find('/');
  return cell.substr(first + 1, cell.find('/', first + 1) - first - 1);
}

TEST(Broken, EveryFaultTurnsItsOwnCellsRed) {
  const auto result =
      run({BROKEN_PROGRAM, "--benchmark_filter=^(cube|crashes|throws|mistaken|leaves_a_child)/", "--smoke",
           "--iterations=5", "--workers=1", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  const std::map<std::string, std::string> broken_kernels{
      {"crashes", "crashed"}, {"throws", "crashed"}, {"mistaken", "wrong"}, {"leaves_a_child", "crashed"}};
  std::size_t cells = 0;
  for (const auto& [name, status] : statuses(result.out)) {
    const std::string kernel = name.substr(0, name.find('/'));
    const std::string runtime = runtime_of(name);
    if (const auto kernel_fault = broken_kernels.find(kernel); kernel_fault != broken_kernels.end()) {
      EXPECT_EQ(status, kernel_fault->second) << name;
    } else if (const auto fault = broken_runtimes.find(runtime); fault != broken_runtimes.end()) {
      EXPECT_EQ(status, fault->second) << name;
    } else {
      EXPECT_EQ(status, "value") << name;
    }
    ++cells;
  }
  EXPECT_GT(cells, 50u);
  EXPECT_THAT(result.err, HasSubstr("cells failed"));
}

// By the time of the check what came late would have arrived: only a delay shows that it was not waited for.
TEST(Broken, ARuntimeThatReturnsEarlyIsRedInEveryCell) {
  const auto result =
      run({BROKEN_PROGRAM, "--runtimes=returns_early,returns_early_too", "--workers=2", "--smoke",
           "--benchmark_filter=-^(conditions|convoy|crashes|crashes_beside|hangs|leaves_a_child|mistaken|"
           "throws|cholesky|graph|slow_graph|wavefront)/",
           "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  const auto rows = statuses(result.out);
  EXPECT_GE(rows.size(), 25u);
  for (const auto& [name, status] : rows) {
    EXPECT_EQ(status, runtime_of(name).rfind("returns_early", 0) == 0 ? "wrong" : "value") << name;
  }
  EXPECT_THAT(result.out, HasSubstr("when map() returned"));
}

TEST(Broken, EveryFaultOfATreeTurnsItsCellsRed) {
  const auto result =
      run({BROKEN_PROGRAM, "--runtimes=serial,loses_a_node,doubles_a_node,joins_early,swaps_nodes,fork",
           "--workers=1", "--smoke", "--benchmark_filter=^(fib|uts|skynet)/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  const auto rows = statuses(result.out);
  EXPECT_EQ(rows.size(), 18u);
  for (const auto& [name, status] : rows) {
    const std::string runtime = runtime_of(name);
    EXPECT_EQ(status, runtime == "serial" ? "value" : runtime == "fork" ? "not supported" : "wrong") << name;
  }
  EXPECT_THAT(result.out, AllOf(HasSubstr("values were joined that were not those of the node's children"),
                                HasSubstr("nodes were done, but"), HasSubstr("no trees: it hands out")));
}

TEST(Broken, EveryFaultOfAGraphTurnsItsCellsRed) {
  const auto result = run(
      {BROKEN_PROGRAM,
       "--runtimes=serial,loses_a_task,doubles_a_task,ignores_a_dependence,gives_another_step,gives_a_stale_"
       "byte,fork",
       "--workers=1", "--smoke", "--benchmark_filter=^graph/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  const auto rows = statuses(result.out);
  EXPECT_EQ(rows.size(), 7u);
  for (const auto& [name, status] : rows) {
    const std::string runtime = runtime_of(name);
    EXPECT_EQ(status, runtime == "serial" ? "value" : runtime == "fork" ? "not supported" : "wrong") << name;
  }
  EXPECT_THAT(result.out, AllOf(HasSubstr("tasks were not finished when graph() returned"),
                                HasSubstr("ran 2 times instead of once"),
                                HasSubstr("tasks began before an input was done"),
                                HasSubstr("looked for what task 2 of step 8 had to write"),
                                HasSubstr("no graphs: it hands out")));
}

TEST(Broken, AGraphIsLookedAtWhileItIsTimed) {
  const auto result = run({BROKEN_PROGRAM, "--runtimes=lives_off_the_last_round", "--workers=1", "--smoke",
                           "--iterations=3", "--benchmark_filter=^graph/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  for (const auto& [name, status] : statuses(result.out)) EXPECT_EQ(status, "wrong") << name;
  EXPECT_THAT(result.out, HasSubstr("had to write (after timing)"));
}

TEST(Broken, ATreeThatComesTooLateIsRed) {
  const auto result = run({BROKEN_PROGRAM, "--runtimes=returns_early,returns_early_too", "--workers=2",
                           "--smoke", "--benchmark_filter=^fib/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  for (const auto& [name, status] : statuses(result.out)) EXPECT_EQ(status, "wrong") << name;
  EXPECT_THAT(result.out, HasSubstr("the value of the root was not there when tree() returned"));
}

// Ranks have the same test, which launches them.
TEST(Broken, WorkersHaveTheSameTimerSlackAndProcessorsUnderEveryRuntime) {
  const auto result = run({BROKEN_PROGRAM, "--benchmark_filter=^conditions/[^m]", "--workers=1,2", "--smoke",
                           "--benchmark_format=json"});
  std::size_t cells = 0;
  for (const auto& [name, status] : statuses(result.out)) {
    if (broken_runtimes.count(runtime_of(name)) != 0) continue;
    EXPECT_EQ(status, "value") << name << "\n" << result.out;
    ++cells;
  }
  EXPECT_GE(cells, 12u);
}

// No cell that works is among them: on a busy machine it may take as long.
TEST(Broken, AHangIsEndedByTheTimeLimit) {
  const auto result = run({BROKEN_PROGRAM, "--benchmark_filter=^hangs/(serial|fork)/", "--smoke",
                           "--timeout=300ms", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  const auto all = statuses(result.out);
  EXPECT_GE(all.size(), 2u);
  for (const auto& [name, status] : all) EXPECT_EQ(status, "timed out") << name;
}

TEST(Broken, AWorkerThatDiesIsNamed) {
  const auto result = run(
      {BROKEN_PROGRAM, "--benchmark_filter=^crashes_beside/fork/", "--workers=2", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("worker 1 (process "), HasSubstr("signal 6"),
                                HasSubstr("while running crashes_beside")));
}

TEST(Broken, WhatIsNotSupportedIsNoFailure) {
  const auto result = run({BROKEN_PROGRAM, "--benchmark_filter=^cube/unsupporting", "--smoke"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("not supported\n      no map jobs here\n"));
}

// The file tests/fixtures/patient.cpp and its line of CMake are all that this program knows of the knob.
TEST(Knob, IsDeclaredInItsRuntimesFileAlone) {
  EXPECT_THAT(run({BROKEN_PROGRAM, "--help"}).out,
              HasSubstr("--patience=1500us         How long `patient` waits before each job (default:"));
  const auto row = [](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {BROKEN_PROGRAM, "--runtimes=patient", "--benchmark_filter=^empty/patient",
                                 "--smoke", "--workers=1", "--benchmark_format=json"});
    const auto result = run(flags);
    EXPECT_EQ(result.status, 0) << result.err;
    return nlohmann::json::parse(result.out);
  };
  const auto usual = row({}), chosen = row({"--patience=7ms"});
  EXPECT_EQ(usual["context"]["patience_us"], "1500");
  EXPECT_EQ(usual["benchmarks"][0]["label"], "1500 us");
  EXPECT_EQ(chosen["context"]["patience_us"], "7000");
  EXPECT_EQ(chosen["benchmarks"][0]["label"], "7000 us");
  const auto refused = run({BROKEN_PROGRAM, "--patience=3s"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("--patience=3s: not from 1us to 2s"));
}

}  // namespace
}  // namespace parallax::testing

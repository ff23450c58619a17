// SPDX-License-Identifier: MIT
//
// --budget and --full as their users type them, on the real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Repetitions by cell.
std::map<std::string, std::size_t> repetitions(const nlohmann::json& document) {
  std::map<std::string, std::size_t> count;
  for (const auto& row : document["benchmarks"]) {
    EXPECT_FALSE(row.contains("error_message")) << row;
    if (row["run_type"] == "iteration") ++count[row["run_name"]];
  }
  return count;
}

TEST(PlannedRun, MeasuresWhatFitsAndSaysSoFirst) {
  const auto result = run({BENCH_PROGRAM, "--budget=3s", "--runtimes=serial,threads,fork", "--workers=1,2",
                           "--benchmark_filter=^(empty|cube/.*/size:4096)/", "--benchmark_format=json"});
  ASSERT_EQ(result.status, 0) << result.err << result.out;
  EXPECT_THAT(result.err, AllOf(HasSubstr(" cells, "), HasSubstr("a few seconds")));
  const auto document = nlohmann::json::parse(result.out);
  EXPECT_EQ(document["context"]["budget_s"], "3");
  const auto cells = repetitions(document);
  EXPECT_GE(cells.size(), 5u);
  for (const auto& [name, count] : cells) EXPECT_GE(count, 6u) << name;
}

TEST(PlannedRun, HasEveryCellIfEverythingIsAskedFor) {
  const std::vector<std::string> cells{"--runtimes=serial,threads", "--workers=1,2",
                                       "--benchmark_filter=^empty/", "--benchmark_format=json"};
  auto listing = cells, full = cells;
  listing.insert(listing.begin(), {BENCH_PROGRAM, "--benchmark_list_tests=true"});
  full.insert(full.begin(), {BENCH_PROGRAM, "--full", "--benchmark_repetitions=2", "--iterations=3"});
  const auto names = run(listing).out;
  const auto result = run(full);
  ASSERT_EQ(result.status, 0) << result.err << result.out;
  std::string measured;
  for (const auto& [name, count] : repetitions(nlohmann::json::parse(result.out))) {
    EXPECT_THAT(names, HasSubstr(name + "\n"));
    EXPECT_EQ(count, 2u) << name;
    measured += name + "\n";
  }
  EXPECT_EQ(measured.size(), names.size());
}

TEST(PlannedRun, AnInterruptedOneReportsWhatItHas) {
  Program program({BENCH_PROGRAM, "--budget=10m", "--runtimes=serial,threads", "--workers=1,2",
                   "--benchmark_filter=^(spin|cube|triad)/", "--benchmark_format=json"});
  // Two hosts seen, of which one has ended.
  pid_t first = -1;
  ASSERT_TRUE(eventually([&] {
    for (const pid_t pid : program.processes()) {
      if (pid == program.pid()) continue;
      if (first == -1) first = pid;
      if (pid != first) return true;
    }
    return false;
  }));
  kill(program.pid(), SIGINT);
  const auto result = program.wait();
  EXPECT_EQ(result.status, 128 + SIGINT);
  EXPECT_THAT(result.err, HasSubstr("ended by signal 2"));
  EXPECT_TRUE(result.out.empty() || nlohmann::json::accept(result.out)) << result.out;
  EXPECT_TRUE(program.processes().empty());
}

TEST(PlannedRun, RefusesABudgetThatIsNone) {
  for (const char* budget :
       {"--budget=3", "--budget=0s", "--budget=10ms", "--budget=soon", "--budget=-3m", "--budget="}) {
    const auto result = run({BENCH_PROGRAM, budget, "--benchmark_filter=^empty/serial"});
    EXPECT_EQ(result.status, 2) << budget;
    EXPECT_THAT(result.out, IsEmpty()) << budget;
    EXPECT_THAT(result.err, HasSubstr("--budget")) << budget;
  }
  EXPECT_EQ(run({BENCH_PROGRAM, "--budget=3m", "--full"}).status, 2);
}

TEST(PlannedRun, AFailureIsOneRedCell) {
  const auto result = run({BROKEN_PROGRAM, "--budget=3s", "--runtimes=serial,wrong_byte", "--workers=1",
                           "--benchmark_filter=^empty/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  std::map<std::string, std::string> messages;
  const auto document = nlohmann::json::parse(result.out);
  for (const auto& row : document["benchmarks"]) messages[row["run_name"]] = row.value("error_message", "");
  for (const auto& [name, message] : messages) {
    if (name.find("/wrong_byte/") != std::string::npos)
      EXPECT_THAT(message, HasSubstr("wrong: "));
    else
      EXPECT_THAT(message, IsEmpty()) << name;
  }
}

}  // namespace
}  // namespace parallax::testing

// SPDX-License-Identifier: MIT
//
// Runtimes on ranks as their users meet them: `bench` and an MPI launcher, on one host.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/benches/harness/launchers.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class OnRanks : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!launcher_runs(GetParam())) GTEST_SKIP() << "there is no " << GetParam() << " for this build";
  }
  Program::Result bench(std::vector<std::string> words) {
    words.insert(words.begin(), {BENCH_PROGRAM, "--mpi_launcher=" + GetParam() + " -n {workers}",
                                 "--benchmark_format=json", "--iterations=2"});
    return run(words);
  }
};

// Ranks share no memory but what a shape hands on.
std::string why_not(const std::string& name) {
  const std::string kernel = name.substr(0, name.find('/'));
  if (kernel == "pipeline") return "not supported: its chunks talk to each other";
  if (kernel == "mergesort" || kernel == "matmul_tree")
    return "not supported: its nodes write memory beside their values, which workers do not share";
  if (kernel == "cholesky" || kernel == "wavefront")
    return "not supported: its tasks write memory beside their outputs, which ranks do not share";
  return "value";
}

TEST_P(OnRanks, EveryKernelIsMeasuredOrSaysWhyNot) {
  // Each cell takes a launch, so each runtime gets some; conformance_test has them all.
  const auto result = bench({"--smoke", "--runtimes=mpi", "--workers=2"});
  EXPECT_EQ(result.status, 0) << result.err;
  for (const auto& [name, text] : said(result)) EXPECT_THAT(text, StartsWith(why_not(name))) << name;
}

// No launcher pins them, and none has another slack: their answer is that of a host which no launcher
// started.
TEST_P(OnRanks, HaveTheSameTimerSlackAndProcessorsAsAllOthers) {
  const auto result =
      run({BROKEN_PROGRAM, "--mpi_launcher=" + GetParam() + " -n {workers}", "--runtimes=mpi,mpi-static",
           "--benchmark_filter=^conditions/", "--workers=2", "--iterations=1", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(said(result).size(), 2u);
  for (const auto& [name, text] : said(result)) EXPECT_EQ(text, "value") << name;
}

// As processes, each on a processor of its own; and what they did comes from all of them.
TEST_P(OnRanks, StayAtTheirPlacesAndTellATimeline) {
  const Folder folder;
  const std::string trace = folder / "trace.json";
  const auto result = run({BROKEN_PROGRAM, "--mpi_launcher=" + GetParam() + " -n {workers}", "--runtimes=mpi",
                           "--pin=threads", "--trace=" + trace, "--benchmark_filter=^placed/.*any:1",
                           "--workers=2", "--iterations=2", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 0) << result.err;
  for (const auto& row : rows_of(result)) EXPECT_THAT(row.value("label", ""), HasSubstr("pinned to threads"));
  std::map<int, int> chunks;  // of each row
  const auto told = nlohmann::json::parse(content_of(trace));
  for (const auto& event : told["traceEvents"])
    if (event["name"] == "chunk") chunks[event["tid"]] += event["args"]["items"].get<int>();
  EXPECT_EQ(chunks.size(), 2u);
  EXPECT_EQ(chunks[1] + chunks[2], 2 * 64);
}

// Whoever wants them pinned tells the launcher, and the row says so.
TEST(PinnedRanks, AreSaidToBe) {
  const std::string launcher = "mpirun.openmpi";
  if (launchers().empty() || !launcher_runs(launcher) || sysconf(_SC_NPROCESSORS_ONLN) < 2) GTEST_SKIP();
  const auto label = [&](const std::string& flags) {
    const auto result = run({BENCH_PROGRAM, "--mpi_launcher=" + launcher + flags + " -n {workers}",
                             "--runtimes=mpi", "--benchmark_filter=^empty/.*/size:2/", "--workers=2",
                             "--iterations=1", "--benchmark_format=json"});
    EXPECT_EQ(result.status, 0) << result.err;
    return rows_of(result)[0].value("label", "");
  };
  EXPECT_THAT(label(" --bind-to core"), HasSubstr("pinned by the launcher"));
  EXPECT_THAT(label(""), Not(HasSubstr("pinned")));
}

TEST_P(OnRanks, RowsSayWhatWasMovedAndUsed) {
  const auto result = bench({"--runtimes=mpi-static,mpi-static-resident", "--workers=2",
                             "--benchmark_filter=^(cube/.*size:4096/grain:64|empty/.*size:2/)"});
  ASSERT_EQ(result.status, 0) << result.err;
  std::map<std::string, nlohmann::json> rows;
  for (const auto& row : rows_of(result)) rows[row["name"]] = row;
  ASSERT_EQ(rows.size(), 4u) << result.out;
  const auto& sent = rows["cube/mpi-static/workers:2/size:4096/grain:64"];
  const auto& there = rows["cube/mpi-static-resident/workers:2/size:4096/grain:64"];
  // Half of the inputs there, half of the results back, and less than a page of headers.
  const double results = 2048 * 8, inputs = 2048 * 8;
  EXPECT_NEAR(there["bytes_moved"], results, 1000);
  EXPECT_NEAR(sent["bytes_moved"], inputs + results, 1000);
  EXPECT_GT(sent["move_seconds"], 0);
  EXPECT_LT(sent["move_seconds"], 1);
  EXPECT_GT(sent["start"], 0.01) << "the launch is part of starting";
  EXPECT_GT(sent["pss"], 10e6) << "both ranks' memory";
  EXPECT_THAT(sent["label"], HasSubstr("2 ranks on 1 host"));
}

// One may end long before the others. Launchers kill those if it has not told them that all is well.
TEST_P(OnRanks, MayTakeTheirTimeToEnd) {
  const Folder folder;
  const std::string rank = folder / "rank", ends = folder / "ends";
  std::ofstream(rank) << "#!/bin/sh\nnumber=${PMI_RANK-$OMPI_COMM_WORLD_RANK}\n\"$@\"\nstatus=$?\n"
                      << "[ $number = 0 ] || sleep 0.3\necho $number $status >>" << ends
                      << "\nexit $status\n";
  std::filesystem::permissions(rank, std::filesystem::perms::owner_all);
  const auto result = run({BENCH_PROGRAM, "--mpi_launcher=" + GetParam() + " -n {workers} " + rank,
                           "--runtimes=mpi", "--workers=3", "--benchmark_filter=^empty/.*/size:2/",
                           "--iterations=1", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 0) << result.out << result.err;
  std::istringstream lines(content_of(ends));
  std::multiset<std::string> told;
  for (std::string line; std::getline(lines, line);) told.insert(line);
  EXPECT_EQ(told, (std::multiset<std::string>{"0 0", "1 0", "2 0"}));
}

// Other launches of the same user make and remove the folder that Open MPI 4 has for all of them at any moment: ours do without
// it, and leave nothing in the folder of temporary files.
TEST_P(OnRanks, ShareNoFolderWithOtherLaunches) {
  const Folder folder;
  const std::string temporary = folder / "";
  std::string host(256, '\0');
  ASSERT_EQ(gethostname(host.data(), host.size()), 0);
  host.resize(host.find('\0'));
  const std::string name = "ompi." + host.substr(0, host.find('.')) + "." + std::to_string(geteuid());
  std::ofstream(folder / name) << "not a folder";
  const auto result = run({"/usr/bin/env", "TMPDIR=" + temporary, BENCH_PROGRAM,
                           "--mpi_launcher=" + GetParam() + " -n {workers}", "--runtimes=mpi", "--smoke",
                           "--benchmark_filter=^empty/", "--workers=2", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 0) << result.err << result.out;
  EXPECT_TRUE(std::filesystem::exists(folder / name)) << "is not ours";
  for (const auto& entry : std::filesystem::directory_iterator(temporary))
    EXPECT_EQ(entry.path().filename(), name) << "left behind";
}

// Telling what it has used once cost a rank a millisecond. Runs that are too short for CPU time tell none.
TEST_P(OnRanks, CountNoCpuTimeOutsideOfTheTimedRun) {
  const auto result =
      run({BENCH_PROGRAM, "--mpi_launcher=" + GetParam() + " -n {workers}", "--runtimes=mpi-static",
           "--workers=2", "--smoke", "--iterations=500", "--benchmark_filter=^cube/",
           "--benchmark_repetitions=6", "--benchmark_format=json"});
  ASSERT_EQ(result.status, 0) << result.err;
  double least_excess = 1e9;  // in nanoseconds, of all repetitions: some are disturbed
  for (const auto& row : rows_of(result)) {
    if (row["run_type"] != "iteration") continue;
    EXPECT_EQ(row["time_unit"], "ns");
    if (row["cpu_time"] == 0) continue;
    least_excess =
        std::min(least_excess, 500 * (row["cpu_time"].get<double>() - 2 * row["real_time"].get<double>()));
  }
  EXPECT_LT(least_excess, 500e3);
}

TEST_P(OnRanks, WhatALauncherSaysIsInTheRedCell) {
  const auto result =
      run({BENCH_PROGRAM, "--mpi_launcher=" + GetParam() + " --no-such-flag -n {workers}", "--runtimes=mpi",
           "--smoke", "--benchmark_filter=^empty/", "--workers=2", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  for (const auto& [name, text] : said(result))
    EXPECT_THAT(text, AllOf(HasSubstr("crashed"), HasSubstr("no-such-flag"))) << name;
}

INSTANTIATE_TEST_SUITE_P(Launchers, OnRanks, ::testing::ValuesIn(launchers()), launcher_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(OnRanks);

}  // namespace
}  // namespace parallax::testing

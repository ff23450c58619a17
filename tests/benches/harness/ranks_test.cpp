// SPDX-License-Identifier: MIT
//
// Runtimes on ranks as their users meet them: `bench` and an MPI launcher, on one host.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
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

nlohmann::json rows_of(const Program::Result& result) {
  return nlohmann::json::parse(result.out, nullptr, false)["benchmarks"];
}

// By name, what a row says: "value", or its message.
std::map<std::string, std::string> said(const Program::Result& result) {
  std::map<std::string, std::string> all;
  for (const auto& row : rows_of(result)) all[row["name"]] = row.value("error_message", "value");
  return all;
}

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

// The rest is the same with every library, or with none.
class Launching : public ::testing::Test {
 protected:
  static void write_script(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file) << "#!/bin/sh\n" << text << '\n';
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  }
};

TEST_F(Launching, WithoutALauncherRanksAreMissingAndSaidToBe) {
  if (launchers().empty()) GTEST_SKIP() << "this build has no MPI";
  const std::vector<std::string> lonely{"/usr/bin/env", "PATH=/nonexistent", BENCH_PROGRAM};
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.begin(), lonely.begin(), lonely.end());
    return run(words);
  };
  const auto list = with({"--list-runtimes"});
  EXPECT_EQ(list.status, 0);
  EXPECT_THAT(list.out, HasSubstr("missing here: there is no mpirun in PATH"));
  const auto names = with({"--benchmark_list_tests=true", "--benchmark_filter=^cube/"});
  EXPECT_THAT(names.out, AllOf(HasSubstr("cube/fork/"), Not(HasSubstr("cube/mpi"))));
  const auto asked = with({"--runtimes=mpi"});
  EXPECT_EQ(asked.status, 2);
  EXPECT_THAT(asked.err, HasSubstr("--runtimes: mpi: there is no mpirun in PATH"));
  const auto row = with({"--benchmark_filter=^empty/serial/", "--smoke", "--benchmark_format=json"});
  EXPECT_EQ(nlohmann::json::parse(row.out)["context"]["missing_mpi"],
            "there is no mpirun in PATH (--mpi_launcher)");
}

TEST_F(Launching, WithALauncherRanksAreAmongTheDefaults) {
  if (launchers().empty() || !launcher_runs("mpirun")) GTEST_SKIP() << "there is no mpirun, or no MPI";
  const auto names = run({BENCH_PROGRAM, "--benchmark_list_tests=true", "--benchmark_filter=cube"});
  for (const char* name :
       {"cube/mpi/", "cube/mpi-static/", "cube/mpi-resident/", "cube/mpi-static-resident/"})
    EXPECT_THAT(names.out, HasSubstr(name));
}

TEST_F(Launching, AMistakeInTheLauncherIsUsage) {
  for (const char* text : {"mpirun -n 2", "", "  "}) {
    const auto result = run({BENCH_PROGRAM, std::string("--mpi_launcher=") + text});
    EXPECT_EQ(result.status, 2) << text;
    EXPECT_THAT(result.err, HasSubstr("--mpi_launcher")) << text;
  }
}

TEST_F(Launching, ALauncherThatFailsIsARedCell) {
  if (launchers().empty()) GTEST_SKIP() << "this build has no MPI";
  const auto result = run({BENCH_PROGRAM, "--mpi_launcher=false {workers}", "--runtimes=mpi", "--smoke",
                           "--benchmark_filter=^cube/", "--workers=2", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  for (const auto& [name, text] : said(result))
    EXPECT_THAT(text, HasSubstr("crashed: false exited with status 1 while starting")) << name;
}

// Whoever has not asked for ranks does not fail by a launcher that is there and does not work: one trial tells.
TEST_F(Launching, ALauncherThatIsThereAndDoesNotWorkIsToldOnce) {
  if (launchers().empty()) GTEST_SKIP() << "this build has no MPI";
  const Folder folder;
  write_script(folder / "mpirun", "echo no home >&2; exit 1");
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"/usr/bin/env", "PATH=" + (folder / "").string() + ":/usr/bin:/bin",
                                 BENCH_PROGRAM, "--smoke", "--workers=1", "--benchmark_format=json"});
    return run(words);
  };
  const auto usual = with({"--benchmark_filter=^empty/(serial|m.i)"});
  EXPECT_EQ(usual.status, 0) << usual.err;
  EXPECT_THAT(usual.err,
              HasSubstr("cells on ranks, not available: mpirun exited with status 1 while starting, "
                        "without an answer of rank 0; it said: no home"));
  EXPECT_EQ(said(usual).size(), 1u);
  EXPECT_THAT(std::string(nlohmann::json::parse(usual.out)["context"]["missing_mpi"]),
              HasSubstr("not available"));
  EXPECT_EQ(with({"--runtimes=mpi", "--benchmark_filter=^empty/"}).status, 1);
}

// Ranks that were not asked for are measured where a trial of as many works, which ends at once.
TEST_F(Launching, ALauncherThatWorksCostsNoCell) {
  if (launchers().empty()) GTEST_SKIP() << "this build has no MPI";
  const Folder folder;
  write_script(folder / "mpirun", "exec " + launchers().front() + " \"$@\"");
  const auto result =
      run({"/usr/bin/env", "PATH=" + (folder / "").string() + ":/usr/bin:/bin", BENCH_PROGRAM, "--smoke",
           "--workers=2", "--benchmark_filter=^empty/(serial|m.i)/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, Not(HasSubstr("left out")));
  EXPECT_THAT(result.out, HasSubstr("empty/mpi/workers:2/"));
}

// As with a limit of descriptors that suffices for few ranks.
TEST_F(Launching, ALauncherOfFewRanksCostsOnlyTheCellsWithMore) {
  if (launchers().empty()) GTEST_SKIP() << "this build has no MPI";
  const Folder folder;
  write_script(folder / "mpirun",
               "[ \"$2\" = 1 ] || { echo too many >&2; exit 1; }\nexec " + launchers().front() + " \"$@\"");
  const auto result =
      run({"/usr/bin/env", "PATH=" + (folder / "").string() + ":/usr/bin:/bin", BENCH_PROGRAM, "--smoke",
           "--workers=1,2", "--benchmark_filter=^empty/(serial|m.i)/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("cells on ranks with more than workers:1, not available: mpirun exited"),
                    HasSubstr("too many")));
  EXPECT_THAT(result.out, AllOf(HasSubstr("empty/mpi/workers:1/"), Not(HasSubstr("empty/mpi/workers:2/"))));
}

// It may take its whole time limit to fail: that is waited for twice, not by every cell.
TEST_F(Launching, ALauncherThatNeverWorksIsTriedTwice) {
  if (launchers().empty()) GTEST_SKIP() << "this build has no MPI";
  const Folder folder;
  const std::string file = folder / "launcher", tries = folder / "tries";
  write_script(file, "echo >>" + tries + "; echo no home >&2; exit 1");
  const auto result =
      run({BENCH_PROGRAM, "--mpi_launcher=" + file + " {workers}", "--runtimes=mpi,mpi-static", "--smoke",
           "--benchmark_filter=^(cube|empty)/", "--workers=2", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_GT(said(result).size(), 3u);
  std::size_t not_again = 0;
  for (const auto& [name, text] : said(result)) {
    EXPECT_THAT(text, HasSubstr("while starting, without an answer of rank 0; it said: no home")) << name;
    not_again += text.find("not launched again") != std::string::npos;
  }
  EXPECT_EQ(not_again, said(result).size() - 2);
  std::ifstream lines(tries);
  EXPECT_EQ(std::count(std::istreambuf_iterator<char>(lines), {}, '\n'), 2);
}

// Whatever it writes, and however fast: it is read, little of it is kept, and the time limit and Ctrl-C work.
TEST_F(Launching, ALauncherThatNeverStopsTalkingIsEnded) {
  if (launchers().empty()) GTEST_SKIP() << "this build has no MPI";
  const Folder folder;
  const std::string file = folder / "flood";
  for (const auto* flood : {"yes >&2", "yes", "tr '\\0' x </dev/zero", "tr '\\0' x </dev/zero >&2"}) {
    write_script(file, std::string("exec ") + flood);
    const std::vector<std::string> words{"/bin/sh",
                                         "-c",
                                         "ulimit -v 4000000; exec \"$@\"",
                                         "sh",
                                         BENCH_PROGRAM,
                                         "--mpi_launcher=" + file + " {workers}",
                                         "--runtimes=mpi",
                                         "--smoke",
                                         "--workers=1",
                                         "--benchmark_filter=^empty/"};
    auto limited = words;
    limited.push_back("--timeout=100ms");
    const auto ended = run(limited);
    EXPECT_EQ(ended.status, 1) << flood << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("timed out")) << flood;

    Program program(words);
    ASSERT_TRUE(eventually([&] { return program.processes().size() > 1; }));
    kill(program.pid(), SIGTERM);
    EXPECT_EQ(program.wait().status, 143) << flood;
    EXPECT_TRUE(program.processes().empty());
  }
}

TEST_F(Launching, AProgramThatWasBuiltAnewIsSaidToBe) {
  if (launchers().empty()) GTEST_SKIP() << "this build has no MPI";
  const Folder folder;
  const std::string mine = folder / "bench";
  std::filesystem::copy_file(BENCH_PROGRAM, mine);
  write_script(folder / "flood", "exec sleep 1009");
  const std::vector<std::string> words{mine,
                                       "--mpi_launcher=" + (folder / "flood").string() + " {workers}",
                                       "--runtimes=serial,mpi",
                                       "--workers=1",
                                       "--benchmark_filter=^(sleep|empty/mpi)",
                                       "--sizes=4",
                                       "--parameter=microseconds:50000",
                                       "--iterations=1",
                                       "--benchmark_repetitions=4",
                                       "--benchmark_format=json"};
  Program program(words);
  ASSERT_TRUE(eventually([&] { return program.processes().size() > 1; }));
  std::filesystem::remove(mine);
  write_script(mine, "exit 2");
  for (const pid_t process : program.processes())
    if (command_line(process).find("sleep 1009") != std::string::npos) kill(process, SIGKILL);
  const auto result = program.wait();
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, HasSubstr("crashed: the program has changed: " + mine + " was built anew"));
}

TEST_F(Launching, NoProgramOfOursNeedsAnMpiLibrary) {
  const auto needed = run({"/usr/bin/ldd", BENCH_PROGRAM});
  ASSERT_EQ(needed.status, 0) << needed.err;
  EXPECT_THAT(needed.out, AllOf(HasSubstr("libc.so"), Not(HasSubstr("libmpi")), Not(HasSubstr("libmpich"))));
}

}  // namespace
}  // namespace parallax::testing

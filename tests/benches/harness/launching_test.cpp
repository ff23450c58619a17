// SPDX-License-Identifier: MIT
//
// Launchers that are missing, fail, hang, talk or work, as users of `bench` meet them. It is the same with every library
// of MPI, or with none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/benches/harness/launchers.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

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

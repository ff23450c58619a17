// SPDX-License-Identifier: MIT
//
// Ranks, their launcher and `bench` itself killed at random moments, and a host cut off from the others.
// Whatever the moment: no hang, a red cell that says what happened, the next cell is measured, and nothing is
// left: no process, no shared memory, no folder. PARALLAX_KILLS sets how often (default 4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "tests/benches/harness/launchers.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

int kills() {
  const char* kills = std::getenv("PARALLAX_KILLS");
  return kills ? std::atoi(kills) : 4;
}

class Kills : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!launcher_runs(GetParam())) GTEST_SKIP() << "there is no " << GetParam() << " for this build";
  }

  // A conductor that was killed removes nothing; what it left in our folder we remove.
  void TearDown() override { std::filesystem::remove_all(memory_); }

  // Two cells: of a kernel that takes seconds on any machine, for it waits, and then of `cube`. Whatever launchers and
  // ranks make in the file system is in folders of our own, for other tests launch too.
  std::vector<std::string> long_run(const std::string& kernel = "slow") const {
    return {"/usr/bin/env",
            "TMPDIR=" + (folder_ / "").string(),
            "OMPI_MCA_btl_vader_backing_directory=" + memory_,
            BROKEN_PROGRAM,
            "--mpi_launcher=" + GetParam() + " -n {workers}",
            "--benchmark_filter=^(" + kernel + "/mpi/.*/size:64/|cube/mpi/.*/size:4096/grain:64)",
            "--runtimes=mpi",
            "--workers=3",
            "--iterations=1500",
            "--timeout=10m",
            "--benchmark_format=json"};
  }
  static std::vector<pid_t> with_word(const Program& program, const std::string& word) {
    std::vector<pid_t> found;
    for (const pid_t pid : program.processes()) {
      if (command_line(pid).find(word) != std::string::npos) found.push_back(pid);
    }
    return found;
  }
  void pause_at_random(int most_milliseconds) {
    std::this_thread::sleep_for(std::chrono::microseconds(
        std::uniform_int_distribution<long>(0, most_milliseconds * 1000L)(random_)));
  }
  pid_t any_of(const std::vector<pid_t>& pids) {
    return pids[std::uniform_int_distribution<std::size_t>(0, pids.size() - 1)(random_)];
  }

  std::set<std::string> leftovers() const {
    std::set<std::string> names;
    if (std::filesystem::exists(memory_)) names.insert(memory_);
    // Ranks of Open MPI 5 whose launcher dies while they start leave empty folders, which the next run finds.
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "")) {
      if (!entry.is_directory() || entry.path().string().find("/ompi.") == std::string::npos)
        names.insert(entry.path());
    }
    return names;
  }

  std::mt19937 random_{7};
  Folder folder_;
  const std::string memory_ = "/dev/shm/parallax-test-" + std::to_string(getpid());
};

TEST_P(Kills, OfARankOrTheLauncherMakeARedCellAndNothingElse) {
  const std::array<std::string, 3> shapes{"slow", "slow_tree", "slow_graph"};
  for (int i = 0; i < kills(); ++i) {
    const std::string& kernel = shapes[static_cast<std::size_t>(i) % shapes.size()];
    SCOPED_TRACE(kernel);
    Program program(long_run(kernel));
    // The first cell's launcher and ranks are there; then at any moment.
    ASSERT_TRUE(eventually([&] { return with_word(program, "--parallax-rank " + kernel).size() > 3; }));
    pause_at_random(1200);
    // The launcher's command line has its ranks' words too.
    const std::vector<pid_t> victims = with_word(program, "--parallax-rank " + kernel);
    ASSERT_THAT(victims, Not(IsEmpty())) << "the first cell ended before it was disturbed";
    kill(any_of(victims), SIGKILL);
    const auto result = program.wait();
    EXPECT_EQ(result.status, 1) << result.err;
    const auto rows = nlohmann::json::parse(result.out)["benchmarks"];
    ASSERT_EQ(rows.size(), 2u) << result.out;
    for (const auto& row : rows) {
      const std::string name = row["name"], text = row.value("error_message", "value");
      if (name.rfind(kernel + "/", 0) == 0) {
        EXPECT_THAT(text, AllOf(HasSubstr("crashed: "), AnyOf(HasSubstr(" is gone"), HasSubstr(GetParam()))));
      } else {
        EXPECT_EQ(text, "value") << "the run goes on";
      }
    }
    EXPECT_TRUE(eventually([&] { return program.processes().empty(); }));
    EXPECT_THAT(leftovers(), IsEmpty());
  }
}

TEST_P(Kills, CtrlCEndsRanksAndLauncher) {
  Program program(long_run());
  ASSERT_TRUE(eventually([&] { return with_word(program, "--parallax-rank slow").size() > 3; }));
  pause_at_random(500);
  kill(program.pid(), SIGINT);
  EXPECT_EQ(program.wait().status, 128 + SIGINT);
  EXPECT_TRUE(eventually([&] { return program.processes().empty(); }));
  EXPECT_THAT(leftovers(), IsEmpty());
}

TEST_P(Kills, OfTheConductorEndRanksAndLauncher) {
  Program program(long_run());
  ASSERT_TRUE(eventually([&] { return with_word(program, "--parallax-rank slow").size() > 3; }));
  pause_at_random(500);
  kill(program.pid(), SIGKILL);
  program.wait();
  EXPECT_TRUE(eventually([&] { return program.processes().empty(); }));
}

INSTANTIATE_TEST_SUITE_P(Launchers, Kills, ::testing::ValuesIn(launchers()), launcher_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Kills);

}  // namespace
}  // namespace parallax::testing

// SPDX-License-Identifier: MIT
//
// Hosts, workers and `bench` itself killed at random moments. Whatever the moment: no hang, no wrong value, a
// message, and no process left. PARALLAX_KILLS sets how often (default 15).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::AnyOf;
using ::testing::StartsWith;

int kills() {
  const char* kills = std::getenv("PARALLAX_KILLS");
  return kills ? std::atoi(kills) : 15;
}

// A run of `slow`, which takes some 10 ms an iteration, with processes as workers. Without LeakSanitizer,
// where there is one: when a host ends, that makes a process of its own which stops the host, and a host
// whose stopper is killed stays stopped.
std::vector<std::string> slow_run(const std::string& format) {
  return {"/usr/bin/env",    "LSAN_OPTIONS=detect_leaks=0",    "ASAN_OPTIONS=detect_leaks=0",
          BROKEN_PROGRAM,    "--benchmark_filter=^slow/fork/", "--workers=3",
          "--iterations=10", "--benchmark_repetitions=3",      "--benchmark_format=" + format};
}

void pause_at_random(std::mt19937& random, int most_milliseconds) {
  const auto most = std::chrono::microseconds(std::chrono::milliseconds(most_milliseconds)).count();
  std::this_thread::sleep_for(
      std::chrono::microseconds(std::uniform_int_distribution<long>(0, most)(random)));
}

// Any process of the run but the conductor: a host or a worker.
pid_t random_descendant(const Program& program, std::mt19937& random) {
  auto all = program.processes();
  std::erase(all, program.pid());
  return all.empty() ? -1 : all[std::uniform_int_distribution<std::size_t>(0, all.size() - 1)(random)];
}

TEST(Interruption, KillingHostsAndWorkersMakesRedCellsAndNothingElse) {
  std::mt19937 random(1);
  int red = 0;
  for (int i = 0; i < kills(); ++i) {
    Program program(slow_run("json"));
    pid_t victim = -1;
    // Not before there is one; then at any moment.
    ASSERT_TRUE(eventually([&] { return random_descendant(program, random) > 0 || !program.running(); }));
    pause_at_random(random, 300);
    victim = random_descendant(program, random);
    if (victim > 0) kill(victim, SIGKILL);
    ASSERT_TRUE(eventually([&] { return !program.running(); })) << "hangs after a kill";
    const auto result = program.wait();
    const auto rows = nlohmann::json::parse(result.out)["benchmarks"];
    int failed = 0;
    for (const auto& row : rows) {
      if (!row.contains("error_message")) continue;
      ++failed;
      EXPECT_THAT(row["error_message"].get<std::string>(), StartsWith("crashed: ")) << row;
    }
    EXPECT_EQ(result.status, failed > 0 ? 1 : 0) << result.err;
    EXPECT_LE(failed, 3);
    red += failed > 0;
    EXPECT_TRUE(program.processes().empty());
  }
  EXPECT_GT(red, 0) << "no kill has hit anything";
}

TEST(Interruption, CtrlCEndsEverythingWithWhatIsDone) {
  std::mt19937 random(2);
  for (int i = 0; i < kills(); ++i) {
    Program program(slow_run("json"));
    ASSERT_TRUE(eventually([&] { return random_descendant(program, random) > 0 || !program.running(); }));
    pause_at_random(random, 300);
    if (program.running()) kill(program.pid(), SIGINT);
    ASSERT_TRUE(eventually([&] { return !program.running(); })) << "hangs after SIGINT";
    const auto result = program.wait();
    EXPECT_THAT(result.status, AnyOf(0, 130)) << result.err;
    EXPECT_TRUE(nlohmann::json::accept(result.out)) << result.out;
    EXPECT_TRUE(program.processes().empty());
  }
}

TEST(Interruption, HostsAndWorkersDieWithTheirConductor) {
  std::mt19937 random(3);
  for (int i = 0; i < kills(); ++i) {
    Program program(slow_run("console"));
    ASSERT_TRUE(eventually([&] { return random_descendant(program, random) > 0 || !program.running(); }));
    pause_at_random(random, 200);
    if (program.running()) kill(program.pid(), SIGKILL);
    program.wait();
    EXPECT_TRUE(eventually([&] { return program.processes().empty(); })) << "orphans";
  }
}

}  // namespace
}  // namespace parallax::testing

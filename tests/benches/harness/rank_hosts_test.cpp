// SPDX-License-Identifier: MIT
//
// Ranks on several hosts, which scripts/hosts makes of namespaces, where this machine allows that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/benches/harness/launchers.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr int exit_no_hosts = 69;

class OnHosts : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!launcher_runs(GetParam())) GTEST_SKIP() << "there is no " << GetParam() << " for this build";
    const auto tried = run({HOSTS_SCRIPT, "1", "--", "true"});
    if (tried.status == exit_no_hosts) GTEST_SKIP() << tried.err;
    ASSERT_EQ(tried.status, 0) << tried.err;
  }
  std::string launcher_flag() const { return "--mpi_launcher=" + GetParam() + " -n {workers}"; }
};

TEST_P(OnHosts, ResultsAreTheSameAcrossALatency) {
  if (GetParam() == "mpirun.mpich")
    GTEST_SKIP()
        << "MPICH 4.0's MPI_Finalize hangs now and then across a latency, in the smallest program too";
  const auto result = run(
      {HOSTS_SCRIPT, "--latency=20ms", "3", "--", BENCH_PROGRAM, launcher_flag(), "--runtimes=mpi,mpi-static",
       "--smoke", "--workers=3", "--origin_address=10.77.0.1",
       "--benchmark_filter=^(cube|wordcount|file_write|echo)/mpi", "--sizes=12", "--benchmark_format=json"});
  if (result.status == exit_no_hosts) GTEST_SKIP() << result.err;  // hosts, but no latency
  EXPECT_EQ(result.status, 0) << result.err;
  const auto rows = nlohmann::json::parse(result.out)["benchmarks"];
  EXPECT_EQ(rows.size(), 8u);
  for (const auto& row : rows) {
    EXPECT_EQ(row.value("error_message", "value"), "value") << row["name"];
    EXPECT_THAT(row.value("label", ""), HasSubstr("3 ranks on 3 hosts"));
    const std::string name = row["name"];
    if (name.rfind("cube/mpi-static/", 0) == 0) {
      EXPECT_GT(row["real_time"], 40e6) << "there and back";
    }
  }
}

TEST_P(OnHosts, AHostThatIsCutOffIsARedCellAndLeavesNothing) {
  // The run is cut when its ranks are there, and what is left is looked for when it has ended.
  const std::string script = R"sh(
    "$1" "$2" --runtimes=mpi --benchmark_filter='^slow/' --workers=3 --iterations=100000 --timeout=60s \
      --benchmark_format=json & run=$!
    until [ "$("$3" --left | grep -c 'parallax-rank slow')" -ge 3 ]; do sleep 0.1; done
    sleep 0.5
    "$3" --cut host2
    wait $run
    status=$?
    "$3" --join host2
    for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
      [ -n "$("$3" --left)" ] || break
      sleep 1
    done
    "$3" --left >&2
    exit $status)sh";
  const auto result = run({HOSTS_SCRIPT, "3", "--", "/bin/sh", "-c", script, "sh", BROKEN_PROGRAM,
                           launcher_flag(), HOSTS_SCRIPT});
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_EQ(result.err.find("parallax-rank"), std::string::npos) << "left: " << result.err;
  const auto rows = nlohmann::json::parse(result.out)["benchmarks"];
  ASSERT_EQ(rows.size(), 1u);
  // Whoever notices it first: rank 0, or the launcher, whose daemon is there too.
  EXPECT_THAT(rows[0].value("error_message", "value"), AllOf(HasSubstr("crashed: "), HasSubstr("host2")));
}

INSTANTIATE_TEST_SUITE_P(Launchers, OnHosts, ::testing::ValuesIn(launchers()), launcher_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(OnHosts);

}  // namespace
}  // namespace parallax::testing

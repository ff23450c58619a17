// SPDX-License-Identifier: MIT
//
// Cells of the probe `view`, whose hosts are ranks that a launcher starts. Skipped where nothing can launch
// them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ViewCells : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto listed = run({BENCH_PROGRAM, "--benchmark_list_tests=true", "--benchmark_filter=^view/"});
    if (listed.status != 0) GTEST_SKIP() << "this build, or this machine, has no MPI:\n" << listed.err;
  }
};

TEST_F(ViewCells, AreMeasuredAndLeaveNothing) {
  const Folder folder;
  const std::string file = folder / "views.json";
  Program program({BENCH_PROGRAM, "--iterations=3", "--benchmark_out=" + file,
                   "--benchmark_filter=^view/(.*/engines:1/bytes:[08]|scatter/.*/engines:2/bytes:1048576)$"});
  const auto result = program.wait();
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_TRUE(program.processes().empty());
  const auto document = nlohmann::json::parse(content_of(file));
  EXPECT_EQ(document["benchmarks"].size(), 9u);
  for (const auto& row : document["benchmarks"]) {
    EXPECT_EQ(row.value("error_message", "value"), "value") << row["name"];
    EXPECT_THAT(row["label"], HasSubstr("ranks on 1 host"));
  }
}

TEST_F(ViewCells, SayWhatCannotBeMoved) {
  const auto result = run({BENCH_PROGRAM, "--iterations=1", "--parameter=bytes:12", "--benchmark_format=json",
                           "--benchmark_filter=^view/push/.*engines:1/"});
  EXPECT_EQ(result.status, 0) << result.err;
  const auto document = nlohmann::json::parse(result.out);
  ASSERT_EQ(document["benchmarks"].size(), 1u);
  EXPECT_THAT(document["benchmarks"][0].value("error_message", "value"),
              StartsWith("not supported: a block that can be checked"));
}

TEST(ViewCellsWithoutLauncher, AreLeftOut) {
  const auto result = run({BENCH_PROGRAM, "--mpi_launcher=/nonexistent/mpirun -n {workers}",
                           "--benchmark_list_tests=true", "--benchmark_filter=^view/"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("matches no cell"));
}

}  // namespace
}  // namespace parallax::testing

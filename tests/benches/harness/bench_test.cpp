// SPDX-License-Identifier: MIT
//
// `bench` as a process: what its users get.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/benches/harness/bench_program.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Bench, RowsSayWhatPeopleNeed) {
  const auto result = bench({"--benchmark_filter=^cube/fork/workers:2/size:4096/", "--workers=2",
                             "--benchmark_format=json", "--benchmark_repetitions=2", "--iterations=3"});
  ASSERT_EQ(result.status, 0) << result.err;
  const auto rows = nlohmann::json::parse(result.out)["benchmarks"];
  ASSERT_EQ(rows.size(), 6u);  // mean, median, standard deviation and coefficient of variation too
  EXPECT_EQ(rows[0]["name"], "cube/fork/workers:2/size:4096/grain:64");
  EXPECT_EQ(rows[0]["iterations"], 3);
  for (const char* key : {"real_time", "cpu_time", "items_per_second", "pss", "start", "stop"})
    EXPECT_GT(rows[0][key], 0) << key;
  EXPECT_TRUE(rows[0].contains("switches"));
}

TEST(Bench, ContextMakesANumberReproducible) {
  const auto result = bench({"--smoke", "--benchmark_filter=^empty/serial", "--benchmark_format=json"});
  const auto context = nlohmann::json::parse(result.out)["context"];
  for (const char* key :
       {"schema", "commit", "dirty", "compiler", "compiler_flags", "kernel_flags", "march_native",
        "cpu_model", "topology", "smt", "governor", "usable_cpus", "cgroup_quota", "virtual_machine",
        "os_kernel", "time_source", "timer_slack_ns", "arguments", "library_google_benchmark"})
    EXPECT_TRUE(context.contains(key)) << key;
  EXPECT_EQ(context["arguments"], "--smoke '--benchmark_filter=^empty/serial' --benchmark_format=json");
}

TEST(Bench, InterleavesRepetitionsAtRandom) {
  const auto result =
      bench({"--smoke", "--benchmark_filter=^empty/(serial|threads)", "--benchmark_repetitions=3",
             "--benchmark_enable_random_interleaving=true", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(statuses(result.out),
              Contains(::testing::Pair("empty/serial/workers:1/size:2/grain:1", "value")));
}

TEST(Bench, WritesAFileBesideTheConsole) {
  const Folder folder;
  const std::string file = folder / "results.json";
  const auto result =
      bench({"--smoke", "--benchmark_filter=^cube/(serial|fork)/", "--benchmark_out=" + file});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(StartsWith("cube  size 4096  grain 64\n"), HasSubstr("  serial ")));
  EXPECT_THAT(result.err, HasSubstr("Every row is a fresh process"));
  EXPECT_THAT(result.err, ::testing::Not(HasSubstr("DEBUG")));
  EXPECT_FALSE(statuses(content_of(file)).empty());
}

// The widths are those of the table's own test; here is what a reader of the file does not ask for.
TEST(Bench, ShowsOneRowForAllRepetitions) {
  const std::vector<std::string> three{"--benchmark_filter=^cube/(serial|threads)/workers:1/size:4096/",
                                       "--benchmark_repetitions=3", "--iterations=2"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), three.begin(), three.end());
    return bench(more).out;
  };
  for (const auto& more :
       std::vector<std::vector<std::string>>{{},
                                             {"--benchmark_display_aggregates_only=true"},
                                             {"--benchmark_enable_random_interleaving=true"}}) {
    const std::string out = with(more);
    EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 4) << out;  // heading, titles and two rows
    EXPECT_THAT(out, AllOf(HasSubstr("min–max"), HasSubstr("1.00×"))) << out;
  }
  EXPECT_THAT(with({"--counters=all"}), AllOf(HasSubstr("switches"), HasSubstr("start")));
  // Google Benchmark's own console stays what it is.
  EXPECT_THAT(with({"--benchmark_format=console"}),
              AllOf(HasSubstr("cube/serial/workers:1/size:4096/grain:64_median"), HasSubstr("UserCounters")));
}

TEST(Bench, NoticesAFullDisk) {
  const auto result = bench({"--smoke", "--benchmark_filter=^empty/serial/", "--benchmark_out=/dev/full"});
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, HasSubstr("/dev/full could not be written"));
}

}  // namespace
}  // namespace parallax::testing

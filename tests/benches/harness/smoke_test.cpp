// SPDX-License-Identifier: MIT
//
// Every cell of `bench --smoke` measures something and is right.
#include <gtest/gtest.h>

#include "tests/benches/harness/bench_program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::testing {
namespace {

// A smoke run in two halves, which can be run side by side: what matches, and what does not.
void expect_only_values(const std::string& filter) {
  // Every cell is processes; two workers show what there is to see.
  const auto result = bench(
      {"--smoke", "--workers=2", "--timeout=20m", "--benchmark_format=json", "--benchmark_filter=" + filter});
  EXPECT_EQ(result.status, 0) << result.err;
  for (const auto& [name, status] : statuses(result.out)) EXPECT_EQ(status, "value") << name;
}

// Ranks take long to launch and have tests of their own. A sanitizer sees all code of a kernel under three runtimes, and
// all code of a runtime with the shortest kernels of each shape; probes have tests of their own. The rest would be the
// same again, for minutes. ThreadSanitizer finds nothing in processes of one thread.
const std::string processes = "fork|fork-spawn|forkserver|fork-pipe|fork-queue|process-per-task|fork-steal";
const std::string one_half = thread_sanitizer ? "serial|threads"
                             : sanitized      ? "serial|threads|fork"
                                              : "serial|threads|gil|gil-ticks|cpython|process-per-task";
const std::string probes =
    "^(acquire|death|element|increment|recovery|round_trip|signal|start_pool|start_stop|throughput|view|wake_"
    "up)/";
const std::string long_ones =
    "^(wordcount|mandelbrot|primes|fibonacci|triad|crawl|convoy|pipeline|file_read|file_write|http_get|"
    "matmul_tree|mergesort|nqueens|skynet|uts|cholesky|wavefront)/";
const std::string not_again = sanitized ? "|" + long_ones + "|" + probes : std::string();

TEST(Bench, MeasuresEveryCellOfASmokeRun) { expect_only_values("^[^/]*/(" + one_half + ")/"); }

TEST(Bench, MeasuresEveryOtherCellOfASmokeRun) {
  expect_only_values("-^(control/)?[^/]*/(mpi.*|" + one_half + (thread_sanitizer ? "|" + processes : "") +
                     ")/" + not_again);
}

}  // namespace
}  // namespace parallax::testing

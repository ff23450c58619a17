// SPDX-License-Identifier: MIT
// Which rows are repetitions of one cell, and how many there should have been.
#include "reports/results/cell_collector.hpp"

#include <gtest/gtest.h>

#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using sample::repetition;
using sample::row;

TEST(Repetitions, MayBeInterleaved) {
  const auto results = sample::results({repetition("x", 1, 1, 2), repetition("y", 2, 0, 2),
                                        repetition("x", 3, 0, 2), repetition("y", 4, 1, 2)});
  ASSERT_EQ(results.cells.size(), 2u);
  EXPECT_EQ(results.cells[0].seconds, (std::vector<double>{1 * 1e-9, 3 * 1e-9}));
  EXPECT_EQ(results.cells[1].seconds, (std::vector<double>{2 * 1e-9, 4 * 1e-9}));
}

std::vector<std::string> names_of(const Results& results) {
  std::vector<std::string> names;
  for (const auto& cell : results.cells) names.push_back(cell.name);
  return names;
}

TEST(Repetitions, ThatOccurTwiceAreOfTwoBenchmarks) {
  const auto results =
      sample::results({repetition("a/tbb/workers:1", 1, 0, 2), repetition("y", 1, 0, 1),
                       repetition("a/tbb/workers:1", 2, 1, 2), repetition("a/tbb/workers:1", 3, 0, 2),
                       repetition("a/tbb/workers:1", 4, 1, 2), repetition("a/tbb/workers:1", 5, 1, 2)});
  EXPECT_EQ(names_of(results),
            (std::vector<std::string>{"a/tbb/workers:1", "y", "a/tbb/workers:1 #2", "a/tbb/workers:1 #3"}));
  EXPECT_EQ(results.cells[0].seconds.size(), 2u);
  EXPECT_EQ(results.cells[2].seconds.size(), 2u);
  EXPECT_EQ(results.cells[2].id.runtime, "");  // takes part in no ranking
  EXPECT_EQ(results.sources.at(0).remarks.at(0),
            "test.json: benchmarks[3] (a/tbb/workers:1): the name of another benchmark too, in "
            "benchmarks[0]; shown as "
            "\"a/tbb/workers:1 #2\"");
}

TEST(Repetitions, OfTwoFamiliesAreNeverJoined) {
  const auto of = [](int family, int index) {
    return row("x", 1,
               fmt::format(R"("family_index": {}, "per_family_instance_index": {}, "repetition_index": 0)",
                           family, index));
  };
  EXPECT_EQ(names_of(sample::results({of(0, 0), of(1, 0), of(1, 1)})),
            (std::vector<std::string>{"x", "x #2", "x #3"}));
  // "x #2" may be somebody's own name.
  EXPECT_EQ(names_of(sample::results({row("x #2", 1), of(0, 0), of(1, 0)})),
            (std::vector<std::string>{"x #2", "x", "x #2'"}));
}

TEST(Repetitions, OfTooManyBenchmarksOfOneNameAreLeftOut) {
  const auto results = sample::results(std::vector<std::string>(1500, repetition("x", 1, 0, 1)));
  EXPECT_EQ(results.cells.size(), 1001u);
  EXPECT_EQ(results.sources.at(0).remarks.size(), 101u);
}

// Versions of Google Benchmark before 1.5.1 wrote none.
TEST(Repetitions, MayHaveNoIndex) {
  EXPECT_EQ(sample::results({row("x", 1), row("x", 1)}).cells.at(0).seconds.size(), 2u);
}

TEST(Repetitions, ThatWereAnnouncedAreRemembered) {
  const auto results = sample::results({repetition("x", 1, 0, 5), repetition("x", 1, 1, 5), row("y", 1),
                                        row("z", 1, R"("repetitions": 0, "repetition_index": 0)")});
  EXPECT_EQ(results.cells[0].planned, 5u);
  EXPECT_EQ(results.cells[0].repetitions(), 2u);
  EXPECT_EQ(results.cells[1].planned, 0u);
  EXPECT_EQ(results.cells[2].planned, 0u);
}

}  // namespace
}  // namespace parallax::reports

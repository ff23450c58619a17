// SPDX-License-Identifier: MIT
// Which rows are repetitions of one cell, and how many there should have been.
#include "reports/results/cell_collector.hpp"

#include <gtest/gtest.h>

#include "tests/reports/results/complaint.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using sample::complaint_about;
using sample::file;
using sample::joined;
using sample::repetition;
using sample::row;

TEST(Repetitions, MayBeInterleaved) {
  const auto results = sample::results({repetition("x", 1, 1, 2), repetition("y", 2, 0, 2),
                                        repetition("x", 3, 0, 2), repetition("y", 4, 1, 2)});
  ASSERT_EQ(results.cells.size(), 2u);
  EXPECT_EQ(results.cells[0].seconds, (std::vector<double>{1 * 1e-9, 3 * 1e-9}));
  EXPECT_EQ(results.cells[1].seconds, (std::vector<double>{2 * 1e-9, 4 * 1e-9}));
}

TEST(Repetitions, MayNotOccurTwice) {
  EXPECT_EQ(complaint_about(
                file(joined({repetition("x", 1, 0, 1), repetition("y", 1, 0, 1), repetition("x", 1, 0, 1)}))),
            "f.json: benchmarks[2] (x): repetition 0 occurs twice, in benchmarks[0] too");
  // Of several, the first is told, and failed ones count.
  const auto failed = row("y", 1, R"("error_occurred": true, "repetition_index": 1)");
  EXPECT_EQ(complaint_about(file(joined(
                {repetition("x", 1, 0, 2), repetition("y", 1, 1, 2), failed, repetition("x", 1, 0, 2)}))),
            "f.json: benchmarks[2] (y): repetition 1 occurs twice, in benchmarks[1] too");
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

TEST(Repetitions, OfAggregatesAreNotCompared) {
  const auto aggregate = [](const char* what) {
    return fmt::format(
        R"({{"name": "x", "run_type": "aggregate", "aggregate_name": "{}", "repetition_index": 0}})", what);
  };
  EXPECT_EQ(sample::results({repetition("x", 1, 0, 1), aggregate("mean"), aggregate("median")}).cells.size(),
            1u);
}

}  // namespace
}  // namespace parallax::reports

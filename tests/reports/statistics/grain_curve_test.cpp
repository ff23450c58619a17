// SPDX-License-Identifier: MIT
// METG against its closed form: with a constant overhead o in every task it is o / (1 - e).
#include "reports/statistics/grain_curve.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <stdexcept>

#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::Samples;

constexpr double items = 65536, item = 1e-6, workers = 4;
constexpr std::array thresholds{0.5, 0.75, 0.9};

struct GrainSweep {
  std::vector<double> grains;
  std::vector<Samples> seconds;

  std::vector<GrainPoint> points() const {
    std::vector<GrainPoint> all;
    for (std::size_t i = 0; i < grains.size(); ++i) all.push_back({grains[i], items / grains[i], seconds[i]});
    return all;
  }
};

Samples around(double seconds) {
  return {0.999 * seconds, 1.001 * seconds, seconds, 1.002 * seconds, 0.998 * seconds, seconds};
}

// What a task of so many items takes, the same at every worker.
GrainSweep sweep_of_grains(const std::function<double(double)>& task_seconds) {
  GrainSweep all;
  for (double grain = 1; grain <= 4096; grain *= 2) {
    all.grains.push_back(grain);
    all.seconds.push_back(around(task_seconds(grain) * items / grain / workers));
  }
  return all;
}

const Samples reference = around(items * item / workers);

TEST(GrainCurve, HasTheClosedFormOfAConstantOverhead) {
  constexpr double overhead = 5e-6;
  const auto given = sweep_of_grains([](double grain) { return grain * item + overhead; });
  const auto curve = analyse_grains(given.points(), reference, workers, thresholds);
  ASSERT_EQ(curve.metg.size(), 3u);
  for (const auto& metg : curve.metg) {
    EXPECT_EQ(metg.crossing, Crossing::found);
    const auto right = overhead / (1 - metg.threshold);
    EXPECT_NEAR(metg.granularity->point(), right, 0.05 * right)
        << metg.threshold;  // interpolated between powers of two
    ASSERT_TRUE(metg.granularity && metg.granularity->interval());
    EXPECT_LT(metg.granularity->interval()->low, metg.granularity->point());
    EXPECT_GT(metg.granularity->interval()->high, metg.granularity->point());
    EXPECT_NEAR(metg.grain, (right - overhead) / item, 0.1 * metg.grain);
  }
  EXPECT_EQ(curve.points.front().grain, 1);
  EXPECT_NEAR(curve.points.front().efficiency.point(), 1.0 / 6, 1e-3);
  EXPECT_NEAR(curve.points.front().granularity, 6e-6, 1e-8);
  EXPECT_TRUE(curve.warnings.empty());
}

// Task Bench's rule by hand: efficiencies 1, 0.8 and 0.6 at tasks of 4, 2.5 and 5/3 us. 0.75 lies a quarter
// of the way from 0.8 to 0.6, here taken along the logarithm.
TEST(GrainCurve, InterpolatesBetweenTheTwoPointsAroundTheThreshold) {
  const std::vector<Samples> seconds{Samples(6, 1 / 0.6), Samples(6, 1 / 0.8), Samples(6, 1.0)};
  const std::vector<GrainPoint> points{{1, 4e6, seconds[0]}, {2, 2e6, seconds[1]}, {4, 1e6, seconds[2]}};
  const auto curve = analyse_grains(points, Samples(6, 1.0), workers, thresholds);
  const auto expected = std::exp(0.75 * std::log(workers / 0.8 / 2e6) + 0.25 * std::log(workers / 0.6 / 4e6));
  EXPECT_NEAR(curve.metg[1].granularity->point(), expected, 1e-12);
  EXPECT_EQ(curve.metg[0].crossing, Crossing::below_sweep);
  EXPECT_NEAR(curve.metg[0].at_most, workers / 0.6 / 4e6, 1e-12);  // an upper bound
}

// One grain is below the threshold in its median, and none surely: all may be efficient.
TEST(GrainCurve, IsABoundWhereAllGrainsMayBeEfficient) {
  const Samples wide{0.8e-6, 1.3e-6, 0.9e-6, 1.2e-6, 1.25e-6, 1.2e-6};
  const Samples efficient{0.8e-6, 1.3e-6, 0.9e-6, 1.0e-6, 1.2e-6, 1.0e-6};
  const std::vector<GrainPoint> points{{1, 4e6, efficient}, {4, 1e6, wide}, {16, 0.25e6, efficient}};
  const auto curve = analyse_grains(points, Samples(6, 1e-6), workers, thresholds);
  EXPECT_EQ(curve.metg[2].crossing, Crossing::below_sweep);
  EXPECT_FALSE(curve.metg[2].granularity);
  EXPECT_GE(curve.metg[2].at_most, 1e-6 * workers / 1e6);
}

// As of a counter that many share: the finest tasks take longer than those of 16 items, which are efficient.
TEST(GrainCurve, AsksForNoLongerTaskAtALowerThreshold) {
  const std::vector<Samples> seconds{around(1.25e-6 * 16), around(1.1e-6), around(4.4e-6 / 4)};
  const std::vector<GrainPoint> points{
      {1, 16e6, seconds[0]}, {16, 1e6, seconds[1]}, {64, 0.25e6, seconds[2]}};
  const auto curve = analyse_grains(points, around(1.1e-6), workers, thresholds);
  for (const auto& metg : curve.metg) {
    ASSERT_EQ(metg.crossing, Crossing::found);
    EXPECT_DOUBLE_EQ(metg.granularity->point(), 1.1e-6 * workers / 1e6);
    EXPECT_EQ(metg.grain, 16);
    EXPECT_LE(metg.granularity->interval()->low, metg.granularity->point());
    EXPECT_GE(metg.granularity->interval()->high, metg.granularity->point());
  }
}

TEST(GrainCurve, IsNeverEfficientUnderALock) {
  const auto given =
      sweep_of_grains([](double grain) { return workers * (grain * item + 1e-6); });  // one after the other
  const auto curve = analyse_grains(given.points(), reference, workers, thresholds);
  for (const auto& metg : curve.metg) EXPECT_EQ(metg.crossing, Crossing::never_reached);
}

TEST(GrainCurve, IsUnstableWhereItSurelyRisesAgain) {
  const auto given =
      sweep_of_grains([](double grain) { return grain * item * (grain == 64 ? 2.5 : 1) + 1e-9; });
  const auto curve = analyse_grains(given.points(), reference, workers, thresholds);
  EXPECT_EQ(curve.metg[1].crossing, Crossing::unstable);
}

TEST(GrainCurve, LeavesOutWhatOneWorkerAloneReaches) {
  const auto given = sweep_of_grains([](double grain) { return grain * item; });
  const auto curve = analyse_grains(given.points(), reference, 2, thresholds);
  ASSERT_EQ(curve.metg.size(), 2u);
  EXPECT_EQ(curve.metg[0].threshold, 0.75);
  EXPECT_EQ(curve.warnings.front(), "METG(50 %) is left out: one worker of 2 alone is that efficient");
}

TEST(GrainCurve, WarnsOfAReferenceThatIsNone) {
  const auto given = sweep_of_grains([](double grain) { return grain * item; });
  const auto slow = around(2 * items * item / workers);
  EXPECT_NE(
      analyse_grains(given.points(), slow, workers, thresholds).warnings.front().find("reference is none"),
      std::string::npos);
}

TEST(GrainCurve, RefusesNothing) {
  EXPECT_THROW(analyse_grains({}, reference, 2, thresholds), std::logic_error);
}

}  // namespace
}  // namespace parallax::reports

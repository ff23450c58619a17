// SPDX-License-Identifier: MIT
// The universal scalability law against published fits and against itself.
#include "reports/statistics/scalability.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::Samples;

struct Data {
  std::vector<double> workers;
  std::vector<Samples> rates;

  Scalability fit() const {
    std::vector<WorkersPoint> points;
    for (std::size_t i = 0; i < workers.size(); ++i) points.push_back({workers[i], rates[i]});
    return fit_scalability(points);
  }
};

// SPEC SDM91 on a Sun SPARCcenter 2000, in N. J. Gunther's book. Least squares of the rates themselves give lambda 89.995
// (R's package usl), which is 39 % above what one worker was measured with. The values are those of a simplex search for the
// least squares of the logarithms.
TEST(Scalability, FitsSdm91WhereOneWorkerCountsAsMuchAsMany) {
  const Data sdm91{{1, 18, 36, 72, 108, 144, 216},
                   {{64.9}, {995.9}, {1652.4}, {1853.2}, {1828.9}, {1775.0}, {1702.2}}};
  const auto found = sdm91.fit();
  ASSERT_TRUE(found.fit);
  EXPECT_NEAR(found.fit->lambda, 67.942, 0.001);
  EXPECT_NEAR(found.fit->sigma.point(), 0.013452, 0.000001);
  EXPECT_NEAR(found.fit->kappa.point(), 0.00011511, 0.00000001);
  ASSERT_TRUE(found.fit->best_workers);
  EXPECT_NEAR(found.fit->best_workers->point(), 92.58, 0.01);
  EXPECT_FALSE(found.fit->serial_share);  // Amdahl's law alone has no peak, and misses these rates
  EXPECT_NEAR(found.fit->largest_miss, 0.08395, 0.00001);
  EXPECT_EQ(found.fit->fastest_measured, 72);
  EXPECT_EQ(found.fit->warnings, std::vector<std::string>{"fewer than 3 repetitions: no interval"});
}

Data made(double lambda, double sigma, double kappa, double spread, std::initializer_list<double> counts) {
  Data data;
  given::Times times(4, spread);
  for (const auto n : counts) {
    data.workers.push_back(n);
    data.rates.push_back(times(8, lambda * n / (1 + sigma * (n - 1) + kappa * n * (n - 1))));
  }
  return data;
}

TEST(Scalability, FindsWhatTheRatesWereMadeOf) {
  const auto found = made(1e9, 0.05, 0.002, 1e-6, {1, 2, 4, 8, 16, 32}).fit();
  ASSERT_TRUE(found.fit);
  EXPECT_NEAR(found.fit->lambda, 1e9, 1e4);
  EXPECT_NEAR(found.fit->sigma.point(), 0.05, 1e-4);
  EXPECT_NEAR(found.fit->kappa.point(), 0.002, 1e-5);
  EXPECT_NEAR(found.fit->r_squared, 1, 1e-6);
  EXPECT_NEAR(found.fit->rate(8), 1e9 * 8 / (1 + 0.05 * 7 + 0.002 * 56), 1e5);
  ASSERT_TRUE(found.fit->best_workers && found.fit->best_workers->interval());
  EXPECT_NEAR(found.fit->best_workers->point(), std::sqrt(0.95 / 0.002), 0.1);
  EXPECT_LE(found.fit->best_workers->interval()->low, std::sqrt(0.95 / 0.002));
  EXPECT_GE(found.fit->best_workers->interval()->high, std::sqrt(0.95 / 0.002));
}

TEST(Scalability, HoldsTheTruthInItsIntervals) {
  const auto found = made(1e3, 0.05, 0.002, 0.02, {1, 2, 4, 8, 16, 32}).fit();
  ASSERT_TRUE(found.fit && found.fit->sigma.interval() && found.fit->kappa.interval());
  EXPECT_LE(found.fit->sigma.interval()->low, 0.05);
  EXPECT_GE(found.fit->sigma.interval()->high, 0.05);
  EXPECT_LE(found.fit->kappa.interval()->low, 0.002);
  EXPECT_GE(found.fit->kappa.interval()->high, 0.002);
}

TEST(Scalability, NeverHasNegativeParametersAndNoPeakOutsideOfWhatWasMeasured) {
  Data superlinear{{1, 2, 4, 8, 16}, {}};
  for (const auto n : superlinear.workers) superlinear.rates.push_back(Samples(3, std::pow(n, 1.1)));
  const auto found = superlinear.fit();
  ASSERT_TRUE(found.fit);
  EXPECT_EQ(found.fit->sigma.point(), 0);
  EXPECT_EQ(found.fit->kappa.point(), 0);
  EXPECT_FALSE(found.fit->best_workers);
  EXPECT_FALSE(made(1, 0.05, 0.00001, 1e-6, {1, 2, 4, 8, 16}).fit().fit->best_workers);  // 308
}

TEST(Scalability, IsNotFittedToFourCounts) {
  const auto found = made(1, 0.1, 0, 0.01, {1, 2, 4, 8}).fit();
  EXPECT_FALSE(found.fit);
  EXPECT_EQ(found.reason, "fewer than 5 worker counts");
}

TEST(Scalability, IsNoFitWhereTheLawMissesItsPoints) {
  Data jagged{{1, 2, 4, 8, 16}, {}};
  for (const auto rate : {5.0, 1.0, 6.0, 0.5, 4.0}) jagged.rates.push_back(Samples(3, rate));
  EXPECT_FALSE(jagged.fit().fit);
  EXPECT_NE(jagged.fit().reason.find("misses a measured rate by"), std::string::npos);
  // One worker at half of its speed: what a clock in its slow mode makes of `serial`.
  Data slow_start = made(1000, 0.02, 0, 1e-6, {1, 2, 4, 8, 16});
  for (auto& rate : slow_start.rates.front()) rate *= 0.64;
  EXPECT_FALSE(slow_start.fit().fit);
}

TEST(Scalability, SaysWhatAmdahlWouldSay) {
  const auto found = made(1000, 0.05, 0, 0.01, {1, 2, 4, 8, 16, 32}).fit();
  ASSERT_TRUE(found.fit && found.fit->serial_share && found.fit->serial_share->interval());
  EXPECT_NEAR(found.fit->serial_share->point(), 0.05, 0.005);
  EXPECT_LE(found.fit->serial_share->interval()->low, 0.05);
  EXPECT_GE(found.fit->serial_share->interval()->high, 0.05);
}

TEST(Scalability, SaysNoSerialShareOfWhatGetsSlowerAndNoPeakOfWhatIsFlat) {
  Data slower{{1, 2, 4, 8, 16}, {}};
  given::Times times(4, 0.005);
  for (const auto rate : {1.0, 0.9, 0.7, 0.5, 0.3}) slower.rates.push_back(times(6, rate));
  ASSERT_TRUE(slower.fit().fit);
  EXPECT_FALSE(slower.fit().fit->serial_share);
  Data flat{{1, 2, 4, 8, 16}, {}};
  for (int i = 0; i < 5; ++i) flat.rates.push_back(times(6, 1));
  ASSERT_TRUE(flat.fit().fit && flat.fit().fit->serial_share && flat.fit().fit->serial_share->interval());
  EXPECT_FALSE(flat.fit().fit->best_workers);
  EXPECT_LE(flat.fit().fit->serial_share->interval()->high, 1);
}

}  // namespace
}  // namespace parallax::reports

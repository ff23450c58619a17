// SPDX-License-Identifier: MIT
// Who wins, who cannot be told from the winner, and who takes no part.
#include "reports/statistics/ranking.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/reports/statistics/given.hpp"

namespace parallax::reports {
namespace {

using given::Samples;

std::vector<Standing> standings(const std::vector<Samples>& all) {
  std::vector<Contender> contenders;
  for (const auto& samples : all) contenders.push_back({samples});
  return winners(contenders);
}

TEST(Winners, AreTheLowestMedianAndWhoCannotBeToldFromIt) {
  const auto all = standings({{5, 5, 5, 5, 5, 5.1}, {5.1, 5.2, 4.9, 5.0, 5.3, 5.1}, {}, {8, 8, 8, 8, 8, 8}});
  EXPECT_TRUE(all[0].is_best);
  EXPECT_FALSE(all[1].is_best || all[1].resolved);
  EXPECT_FALSE(all[2].takes_part);
  EXPECT_TRUE(all[3].resolved);
  EXPECT_DOUBLE_EQ(all[3].slowdown.point(), 1.6);
}

TEST(Winners, AreNoneOfNobodyAndSureOfNothingWithTwoSamples) {
  EXPECT_TRUE(standings({}).empty());
  EXPECT_FALSE(standings({{}, {}})[0].is_best);
  EXPECT_FALSE(standings({{1, 1}, {9, 9}})[1].resolved);
}

// All that is said of equals together is wrong at most as often as the level says, however many they are and however
// few their samples.
TEST(Winners, RarelyRejectAnEqual) {
  for (const std::size_t repetitions : {3u, 5u, 6u, 12u})
    for (const int contenders : {2, 6, 18}) {
      given::Times times(3);
      int wrong = 0;
      for (int i = 0; i < 150; ++i) {
        std::vector<Samples> all;
        for (int k = 0; k < contenders; ++k) all.push_back(times(repetitions));
        bool rejected = false;
        for (const auto& one : standings(all)) rejected = rejected || one.resolved;
        wrong += rejected;
      }
      EXPECT_LE(wrong, 15) << repetitions << " repetitions, " << contenders;  // 5 % are 7.5, and some luck
    }
}

// As above over works of several kernels, in which nobody differs; scripts/calibrate has many more.
TEST(Ranking, RarelyRejectsAnEqual) {
  for (const std::size_t repetitions : {3u, 6u})
    for (const std::size_t cases : {2u, 12u}) {
      given::Times times(5);
      int wrong = 0;
      for (int i = 0; i < 30; ++i) {
        std::vector<std::vector<Samples>> all(8);
        for (auto& entrant : all)
          for (std::size_t c = 0; c < cases; ++c)
            entrant.push_back(times(repetitions, static_cast<double>(c + 1)));
        std::vector<Entrant> entrants;
        for (const auto& one : all) entrants.push_back({{one.begin(), one.end()}});
        bool rejected = false;
        for (const auto& place : ranking(entrants)) rejected = rejected || place.resolved;
        wrong += rejected;
      }
      EXPECT_LE(wrong, 5) << repetitions << " repetitions, " << cases << " cases";
    }
}

TEST(Winners, FindOneThatIsAFifthFaster) {
  given::Times times(3, 0.03);
  int found = 0;
  for (int i = 0; i < 100; ++i) {
    const auto all = standings({times(8, 1.2), times(8), times(8, 1.2)});
    found += all[1].is_best && all[0].resolved && all[2].resolved;
  }
  EXPECT_GE(found, 95);
}

std::vector<Place> places(const std::vector<std::vector<Samples>>& all,
                          std::span<const std::size_t> groups = {}) {
  std::vector<Entrant> entrants;
  for (const auto& cases : all) {
    auto& entrant = entrants.emplace_back();
    for (const auto& samples : cases) entrant.seconds.push_back(samples);
  }
  return ranking(entrants, groups);
}

TEST(Ranking, IsByTheGeometricMeanOverAllCases) {
  const auto all = places({{Samples(6, 1.0), Samples(6, 400.0)}, {Samples(6, 2.0), Samples(6, 100.0)}});
  EXPECT_TRUE(all[1].is_best);
  // The coarse case does not outweigh the fine one.
  EXPECT_NEAR(all[0].slowdown.point(), std::sqrt(0.5 * 4), 1e-12);
  EXPECT_TRUE(all[0].resolved);
  EXPECT_EQ(all[1].chance_of_best, 1);
}

// Nine cases of one kernel, where the second is twice as fast, and one of another, where it takes eight times as long.
TEST(Ranking, CountsAKernelOnceHoweverManyCasesItHas) {
  std::vector<std::vector<Samples>> all(2, std::vector<Samples>(10, Samples(6, 1.0)));
  for (std::size_t i = 0; i < 9; ++i) all[1][i] = Samples(6, 0.5);
  all[1][9] = Samples(6, 8.0);
  const std::vector<std::size_t> groups{0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  EXPECT_TRUE(places(all)[1].is_best);
  EXPECT_TRUE(places(all, groups)[0].is_best);
  EXPECT_NEAR(places(all, groups)[1].slowdown.point(), 2, 1e-12);
}

TEST(Ranking, IsSureOfNothingWithTwoRepetitions) {
  const auto all = places({{Samples(2, 1.0), Samples(2, 1.0)}, {Samples(2, 9.0), Samples(2, 9.0)}});
  EXPECT_TRUE(all[0].is_best);
  EXPECT_FALSE(all[1].resolved || all[1].slowdown.interval() || all[0].chance_of_best);
}

TEST(Ranking, ShowsHowLikelyEachIsTheBest) {
  given::Times times(9);
  const auto all = places({{times(6), times(6)}, {times(6), times(6)}, {times(6, 2), times(6, 2)}});
  EXPECT_NEAR(*all[0].chance_of_best + *all[1].chance_of_best + *all[2].chance_of_best, 1, 1e-12);
  EXPECT_EQ(all[2].chance_of_best, 0);
  EXPECT_FALSE(all[0].resolved || all[1].resolved);
  EXPECT_TRUE(all[2].resolved);
}

TEST(Ranking, LeavesOutWhoLacksACase) {
  const auto all = places({{Samples(6, 1.0), {}}, {Samples(6, 2.0), Samples(6, 2.0)}});
  EXPECT_FALSE(all[0].takes_part);
  EXPECT_EQ(all[0].missing, 1u);
  EXPECT_TRUE(all[1].is_best);
  EXPECT_FALSE(places({{Samples{}}})[0].takes_part);
  EXPECT_TRUE(ranking({}).empty());
}

}  // namespace
}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
#include "reports/claims/verdict.hpp"

#include <gtest/gtest.h>

namespace parallax::reports::claims {
namespace {

using Verdicts = std::vector<Verdict>;

Estimate between(double low, double high) { return {(low + high) / 2, Interval{low, high, 0.95}}; }
Evidence evidence(double low, double high, const Bounds& bounds) {
  return {"something", {between(low, high), Unit::ratio, {}}, bounds};
}

TEST(Sides, AreWhereTheIntervalIs) {
  const auto bounds = at_least(1.2, 1);
  EXPECT_EQ(sides_of(between(1.3, 1.4), bounds), (Sides{.supports = true}));
  EXPECT_EQ(sides_of(between(1.2, 1.4), bounds), (Sides{.supports = true}));  // the threshold belongs to it
  EXPECT_EQ(sides_of(between(1.05, 1.1), bounds), (Sides{.between = true}));
  EXPECT_EQ(sides_of(between(0.7, 0.9), bounds), (Sides{.contradicts = true}));
  EXPECT_EQ(sides_of(between(1.1, 1.3), bounds), (Sides{.supports = true, .between = true}));
  EXPECT_EQ(sides_of(between(0.9, 1.3), bounds), (Sides{true, true, true}));
}

TEST(Sides, OfUpperBoundsAndRanges) {
  EXPECT_EQ(sides_of(between(0.8, 1), at_most(1, 2)), (Sides{.supports = true}));
  EXPECT_EQ(sides_of(between(1.1, 1.9), at_most(1, 2)), (Sides{.between = true}));
  EXPECT_EQ(sides_of(between(2.1, 3), at_most(1, 2)), (Sides{.contradicts = true}));
  EXPECT_EQ(sides_of(between(2.6, 3.4), within(2.5, 3.5)), (Sides{.supports = true}));
  EXPECT_EQ(sides_of(between(3.4, 3.6), within(2.5, 3.5)), (Sides{.supports = true, .contradicts = true}));
  EXPECT_EQ(sides_of(between(3.6, 3.8), within(2.5, 3.5)), (Sides{.contradicts = true}));
  EXPECT_EQ(sides_of(between(1, 2), within(2.5, 3.5)), (Sides{.contradicts = true}));
}

TEST(Sides, AreOpenWithoutAnInterval) {
  EXPECT_EQ(sides_of(Estimate(5, NoInterval{"too few"}), at_least(1.2, 1)), (Sides{true, true, true}));
  EXPECT_EQ(sides_of(Estimate(5, NoInterval{"too few"}), at_least(1.2)),
            (Sides{.supports = true, .contradicts = true}));
}

const Evidence for_it = evidence(2, 3, at_least(1.2, 1));
const Evidence against_it = evidence(0.5, 0.6, at_least(1.2, 1));
const Evidence neither = evidence(1.05, 1.1, at_least(1.2, 1));
const Evidence open = evidence(1.1, 1.3, at_least(1.2));

Verdicts by_any(const std::vector<Evidence>& all) { return possible_verdicts(all, Refuted::by_any); }
Verdicts by_all(const std::vector<Evidence>& all) { return possible_verdicts(all, Refuted::by_all); }

TEST(Verdict, AllForIt) {
  EXPECT_EQ(by_any({for_it, for_it}), Verdicts{Verdict::confirmed});
  EXPECT_EQ(by_all({for_it, for_it}), Verdicts{Verdict::confirmed});
}

TEST(Verdict, OneAgainstItRefutesOrLimits) {
  EXPECT_EQ(by_any({for_it, against_it}), Verdicts{Verdict::refuted});
  EXPECT_EQ(by_all({for_it, against_it}), Verdicts{Verdict::limited});
  EXPECT_EQ(by_all({against_it, against_it}), Verdicts{Verdict::refuted});
  EXPECT_EQ(by_all({neither, against_it}), Verdicts{Verdict::limited});
}

TEST(Verdict, WhatIsBetweenLimits) {
  EXPECT_EQ(by_any({neither}), Verdicts{Verdict::limited});
  EXPECT_EQ(by_any({for_it, neither}), Verdicts{Verdict::limited});
  EXPECT_EQ(by_all({for_it, neither}), Verdicts{Verdict::limited});
}

TEST(Verdict, WhatIsOpenLeavesAllThatItAllows) {
  EXPECT_EQ(by_any({open}), (Verdicts{Verdict::confirmed, Verdict::refuted}));
  EXPECT_EQ(by_all({for_it, open}), (Verdicts{Verdict::confirmed, Verdict::limited}));
  EXPECT_EQ(by_all({against_it, open}), (Verdicts{Verdict::limited, Verdict::refuted}));
}

TEST(Verdict, WhatIsOpenDoesNotMatterWhereTheRestDecides) {
  EXPECT_EQ(by_any({against_it, open}), Verdicts{Verdict::refuted});
  EXPECT_EQ(by_all({for_it, against_it, open}), Verdicts{Verdict::limited});
}

TEST(Verdict, OnlyBoundsCount) {
  const Evidence shown{"shown", against_it.effect};
  EXPECT_EQ(by_any({for_it, shown}), Verdicts{Verdict::confirmed});
  EXPECT_TRUE(by_any({shown}).empty());
}

}  // namespace
}  // namespace parallax::reports::claims

// SPDX-License-Identifier: MIT
//
// Accounts that are made up, of which it is known where the time went.
#include "benches/harness/host/accounts/totals.hpp"

#include <gtest/gtest.h>

namespace parallax {
namespace {

constexpr std::int64_t us = 1000, ms = 1'000'000;
constexpr std::int64_t begin = 5'000 * ms;

// A worker that begins its chunks at once, and looks closely at each.
WorkerAccount worker(std::int64_t until, std::int64_t computing, std::uint64_t chunks,
                     std::int64_t waited = 0) {
  WorkerAccount account;
  account.first_begin = begin + 1;
  account.last_end = begin + until;
  account.chunks = account.items = account.looked_at = chunks;
  account.closely = computing;
  account.waited_in_close = waited;
  account.waited = waited;
  account.on_processor = computing;
  account.span = until;
  return account;
}

Accounts of(const std::vector<WorkerAccount>& accounts, std::int64_t region, LookPlan plan = {}) {
  Totals totals(static_cast<int>(accounts.size()), plan, 0);
  totals.add(begin, begin + region, accounts);
  return totals.sum(accounts);
}

void expect_all_of_it(const Accounts& accounts) {
  EXPECT_NEAR(accounts.computing + accounts.runnable + accounts.getting_work + accounts.waiting_for_others,
              accounts.all, 1e-9);
  EXPECT_NEAR(accounts.balance * accounts.hand_out * accounts.processors, accounts.computing / accounts.all,
              1e-9);
}

TEST(Totals, FindNoLossWhereAllComputeAllTheTime) {
  const Accounts found = of({worker(10 * ms, 10 * ms, 5), worker(10 * ms, 10 * ms, 5)}, 10 * ms);
  EXPECT_NEAR(found.balance, 1, 1e-6);
  EXPECT_NEAR(found.hand_out, 1, 1e-6);
  EXPECT_NEAR(found.processors, 1, 1e-6);
  EXPECT_EQ(found.chunks, 10u);
  expect_all_of_it(found);
}

// One item takes half of the time, and four workers share the rest.
TEST(Totals, FindAnImbalance) {
  const Accounts found = of({worker(30 * ms, 30 * ms, 1), worker(10 * ms, 10 * ms, 5),
                             worker(10 * ms, 10 * ms, 5), worker(10 * ms, 10 * ms, 5)},
                            30 * ms);
  EXPECT_NEAR(found.balance, 0.5, 1e-3);
  EXPECT_NEAR(found.hand_out, 1, 1e-3);
  EXPECT_NEAR(found.processors, 1, 1e-3);
  EXPECT_NEAR(found.waiting_for_others, 60e-3, 1e-6);
  expect_all_of_it(found);
}

// 10 µs for each chunk of 10 µs.
TEST(Totals, FindASlowHandOut) {
  const Accounts found = of({worker(20 * ms, 10 * ms, 1000), worker(20 * ms, 10 * ms, 1000)}, 20 * ms);
  EXPECT_NEAR(found.hand_out, 0.5, 1e-3);
  EXPECT_NEAR(found.balance, 1, 1e-3);
  EXPECT_NEAR(found.processors, 1, 1e-3);
  expect_all_of_it(found);
}

TEST(Totals, FindWorkersThatShareAProcessor) {
  const Accounts found =
      of({worker(20 * ms, 10 * ms, 5, 10 * ms), worker(20 * ms, 10 * ms, 5, 10 * ms)}, 20 * ms);
  EXPECT_NEAR(found.processors, 0.5, 1e-3);
  EXPECT_NEAR(found.balance, 1, 1e-3);
  EXPECT_NEAR(found.hand_out, 1, 1e-3);
  expect_all_of_it(found);
}

// Nobody looked at the scheduler in the middle of chunks, but between them.
TEST(Totals, GiveChunksTheirShareOfTheWaiting) {
  auto one = worker(20 * ms, 0, 1000, 0);
  one.plainly = 20 * ms;  // by the clock, on a processor for half of it
  one.on_processor = 10 * ms;
  one.waited = 10 * ms;
  const Accounts found = of({one, one}, 20 * ms, {1, 100});
  EXPECT_NEAR(found.computing, 20e-3, 1e-4);
  EXPECT_NEAR(found.processors, 0.5, 1e-2);
  expect_all_of_it(found);
}

TEST(Totals, TakeChunksThatNobodyLookedAtForLikeTheOthers) {
  auto one = worker(9 * ms, 10 * us, 1000);
  one.looked_at = 10;
  one.after_last = 100;  // after 9 ms, in which there were 900
  const Accounts found = of({one, one}, 12 * ms, {100, 1});
  EXPECT_NEAR(found.computing, 2e-3, 1e-6);
  EXPECT_NEAR(found.waiting_for_others, 0, 1e-6);
  EXPECT_NEAR(found.getting_work, 22e-3, 1e-4);
  expect_all_of_it(found);
}

TEST(Totals, TellAWorkerThatCameTooLateFromOneForWhomThereWasNothing) {
  const Accounts late = of({worker(10 * ms, 10 * ms, 2), WorkerAccount{}}, 10 * ms);
  EXPECT_NEAR(late.hand_out, 0.5, 1e-3);
  EXPECT_NEAR(late.balance, 1, 1e-3);
  const Accounts idle = of({worker(10 * ms, 10 * ms, 1), WorkerAccount{}}, 10 * ms);
  EXPECT_NEAR(idle.balance, 0.5, 1e-3);
  EXPECT_NEAR(idle.hand_out, 1, 1e-3);
}

// In each region another worker has the longest share: over both together they are even.
TEST(Totals, CompareWorkersRegionByRegion) {
  const std::vector first{worker(30 * ms, 30 * ms, 1), worker(10 * ms, 10 * ms, 1)};
  const std::vector second{worker(10 * ms, 10 * ms, 1), worker(30 * ms, 30 * ms, 1)};
  Totals totals(2, {}, 0);
  totals.add(begin, begin + 30 * ms, first);
  totals.add(begin, begin + 30 * ms, second);
  EXPECT_NEAR(totals.sum(second).balance, 2. / 3, 1e-3);
}

TEST(Totals, KeepTheirHeadWhereClocksDiffer) {
  auto there = worker(8 * ms, 8 * ms, 4);
  there.first_begin -= 1'000'000 * ms;
  there.last_end -= 1'000'000 * ms;
  const Accounts found = of({worker(10 * ms, 10 * ms, 4), there}, 10 * ms);
  EXPECT_NEAR(found.balance, 0.9, 1e-3);
  expect_all_of_it(found);
}

TEST(Totals, DoNotKnowHowLongShortCallsTake) {
  EXPECT_TRUE(of({worker(10 * ms, 10 * ms, 1000)}, 10 * ms).knows_computing());
  EXPECT_FALSE(of({worker(10 * ms, 1 * ms, 100'000)}, 10 * ms).knows_computing());
}

TEST(Totals, SubtractWhatTheClockTakes) {
  const std::vector one{worker(10 * ms, 10 * ms, 1000)};
  Totals totals(1, {}, 100);
  totals.add(begin, begin + 10 * ms, one);
  EXPECT_NEAR(totals.sum(one).computing, 9.9e-3, 1e-6);
}

TEST(LookPlan, LooksAtWhatIsLongAndNowAndThenAtTheRest) {
  EXPECT_EQ(LookPlan::of(5e-3).every, 1u);
  EXPECT_EQ(LookPlan::of(5e-3).close_every, 1u);
  EXPECT_EQ(LookPlan::of(10e-6).every, 1u);
  EXPECT_GT(LookPlan::of(10e-6).close_every, 10u);
  EXPECT_GT(LookPlan::of(20e-9).every, 1000u);
  EXPECT_GE(LookPlan::of(0).every, 1000u);
}

}  // namespace
}  // namespace parallax

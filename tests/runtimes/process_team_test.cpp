// SPDX-License-Identifier: MIT
//
// What a ProcessTeam knows of helpers that end between any two of their steps. The steps are made here by
// hand, in one process, so that each of them is met.
#include "runtimes/process/process_team.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

namespace parallax {
namespace {

constexpr std::size_t none = ProcessTeam::no_chunk;

class Team : public ::testing::Test {
 protected:
  void open(std::size_t chunks) {
    team_.open(
        {.kernel = "steps", .items = chunks, .grain = 1, .params = {}, .in = {}, .out = {}, .run = {}});
  }
  // Helper `index` goes into the open job.
  ProcessTeam::Slot& enter(int index) {
    ProcessTeam::Slot& own = team_.slot(index);
    EXPECT_TRUE(team_.wait(own, seen_[static_cast<std::size_t>(index)]));
    return own;
  }

  std::array<ProcessTeam::Slot, 2> slots_;
  std::array<std::uint32_t, 2> seen_{};
  ProcessTeam team_{slots_, std::chrono::nanoseconds(0), true};
  std::atomic<bool> calm_ = false;
};

TEST_F(Team, HandsOutEachChunkOnce) {
  open(3);
  ProcessTeam::Slot& helper = enter(0);
  EXPECT_EQ(team_.claim(), 0u);
  EXPECT_EQ(team_.claim(helper), 1u);
  EXPECT_EQ(team_.claim(helper), 2u);
  EXPECT_EQ(team_.claim(helper), none);
  EXPECT_EQ(team_.claim(), none);
  team_.leave(helper);
  EXPECT_TRUE(team_.close(calm_));
}

TEST_F(Team, SaysHowMuchHelpersMayHaveUsedUntilTheyRest) {
  constexpr std::chrono::nanoseconds spin(1000);
  ProcessTeam team(slots_, spin, true);
  slots_[0].ready = slots_[1].ready = slots_[1].asleep = 1;
  std::thread helper([&] {
    std::this_thread::sleep_for(2 * spin);
    slots_[0].asleep = 1;
  });
  const double used = team.rest(calm_);
  helper.join();
  EXPECT_DOUBLE_EQ(used, 2 * 1e-6) << "two helpers, none of which spins for longer";
}

TEST_F(Team, KnowsTheChunkOfAHelperThatDiedRunningIt) {
  open(3);
  ProcessTeam::Slot& helper = enter(0);
  EXPECT_EQ(team_.claim(helper), 0u);
  EXPECT_EQ(team_.recover_slot(0), 0u);
  EXPECT_TRUE(team_.close(calm_)) << "the dead are not waited for";
}

TEST_F(Team, KnowsThatADeadHelperHadOnlyAnnouncedAChunk) {
  open(3);
  ProcessTeam::Slot& helper = enter(0);
  EXPECT_EQ(team_.claim(), 0u);
  helper.announced = 1;  // and died before it could claim it
  EXPECT_EQ(team_.recover_slot(0), none);
  EXPECT_EQ(team_.claim(), 1u);
}

TEST_F(Team, TakesAChunkForUndoneThatMayHaveBeenClaimedByTheDead) {
  open(3);
  ProcessTeam::Slot& helper = enter(0);
  EXPECT_EQ(team_.claim(), 0u);
  helper.announced = 0;  // lost the race for it, or won it: nobody can tell
  EXPECT_EQ(team_.recover_slot(0), 0u);
}

TEST_F(Team, HasNothingUndoneOfAHelperThatDiedOutside) {
  open(3);
  ProcessTeam::Slot& helper = enter(0);
  EXPECT_EQ(team_.claim(helper), 0u);
  team_.leave(helper);
  helper.asleep = 1;
  EXPECT_EQ(team_.recover_slot(0), none);
  EXPECT_EQ(helper.asleep, 0u);
}

TEST_F(Team, OffersAnOrphanToHelpersBeforeAnythingElseAndNeverToTheCaller) {
  open(5);
  EXPECT_EQ(team_.claim(), 0u);
  EXPECT_FALSE(team_.offering());
  EXPECT_TRUE(team_.offer(0));
  EXPECT_TRUE(team_.offering());
  EXPECT_EQ(team_.claim(), 1u);
  ProcessTeam::Slot& helper = enter(1);
  EXPECT_EQ(team_.claim(helper), 0u);
  EXPECT_FALSE(team_.offering());
  EXPECT_EQ(team_.claim(helper), 2u);
}

TEST_F(Team, KeepsTheOfferOfAnOrphanWhoseTakerDiedBeforeItHadIt) {
  open(1);
  EXPECT_EQ(team_.claim(), 0u);
  EXPECT_TRUE(team_.offer(0));
  enter(0).announced = 0;
  EXPECT_EQ(team_.recover_slot(0), none) << "it is still on offer, once";
  EXPECT_TRUE(team_.offering());
}

TEST_F(Team, HasRoomForAsManyOrphansAsPlaces) {
  open(9);
  for (int i = 0; i < 9; ++i) team_.claim();
  EXPECT_TRUE(team_.offer(4));
  EXPECT_TRUE(team_.offer(5));
  EXPECT_FALSE(team_.offer(6));
  // A new job forgets the orphans of an old one.
  EXPECT_TRUE(team_.close(calm_));
  open(1);
  EXPECT_FALSE(team_.offering());
}

TEST_F(Team, LetsNobodyInTwiceOrLate) {
  open(1);
  ProcessTeam::Slot& helper = enter(0);
  team_.leave(helper);
  EXPECT_TRUE(team_.close(calm_));
  // Closed: both would wait now. The same job opened again is news to both.
  team_.reopen();
  enter(0);
  enter(1);
  team_.leave(team_.slot(0));
  team_.leave(team_.slot(1));
  EXPECT_TRUE(team_.close(calm_));
}

// A helper that comes too late steps in, sees so and steps out. Meanwhile nobody has died.
TEST_F(Team, IsClosedWhoeverStepsInTooLate) {
  std::atomic<int> steps = 0;
  std::thread late([&] {
    for (; steps < 100'000; ++steps) {
      team_.slot(0).inside.store(1, std::memory_order_seq_cst);
      team_.leave(team_.slot(0));
    }
  });
  int times = 0, closed = 0;
  for (; steps < 100'000; ++times) {
    open(1);
    closed += team_.close(calm_);
  }
  late.join();
  EXPECT_EQ(closed, times);
}

TEST_F(Team, WakesACallerThatIsInterrupted) {
  open(1);
  enter(0);  // and never leaves
  std::atomic<bool> interrupted = false;
  std::thread other([&] {
    interrupted = true;
    team_.wake_caller();
  });
  EXPECT_FALSE(team_.close(interrupted));
  other.join();
}

}  // namespace
}  // namespace parallax

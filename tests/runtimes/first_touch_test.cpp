// SPDX-License-Identifier: MIT
#include "runtimes/support/first_touch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "runtimes/arena.hpp"
#include "support/affinity.hpp"

namespace parallax {
namespace {

using ::testing::ElementsAre;

std::size_t page() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

std::size_t resident_pages(std::span<std::byte> memory) {
  std::vector<unsigned char> pages(memory.size() / page());
  EXPECT_EQ(mincore(memory.data(), memory.size(), pages.data()), 0);
  return static_cast<std::size_t>(
      std::count_if(pages.begin(), pages.end(), [](unsigned char one) { return (one & 1) != 0; }));
}

TEST(FirstTouch, GivesEachPlaceItsShareOrItsTurn) {
  EXPECT_THAT(shares_of(10, 3),
              ElementsAre(TouchedPages{0, 0, 3}, TouchedPages{1, 3, 6}, TouchedPages{2, 6, 10}));
  EXPECT_THAT(shares_of(1, 3), ElementsAre(TouchedPages{2, 0, 1}));
  EXPECT_THAT(turns_of(10, 3),
              ElementsAre(TouchedPages{0, 0, 10, 3}, TouchedPages{1, 1, 10, 3}, TouchedPages{2, 2, 10, 3}));
  EXPECT_THAT(turns_of(1, 3), ElementsAre(TouchedPages{0, 0, 1, 3}));
}

TEST(FirstTouch, TouchesAllPagesOnceAndComesBack) {
  const auto before = affinity();
  for (const FirstTouch by : {FirstTouch::workers, FirstTouch::interleaved}) {
    Arena arena;
    const auto memory = arena.allocate(40 * page());
    EXPECT_EQ(resident_pages(memory), 0u);
    touch_first(memory, by, 7);
    EXPECT_EQ(resident_pages(memory), 40u);
    EXPECT_EQ(affinity(), before);
  }
}

TEST(FirstTouch, LeavesToTheCallerWhatIsItsOrSmall) {
  Arena arena;
  const auto large = arena.allocate(40 * page()), small = arena.allocate(2 * page());
  touch_first(large, FirstTouch::caller, 2);
  touch_first(small, FirstTouch::workers, 2);
  EXPECT_EQ(resident_pages(large), 0u);
  EXPECT_EQ(resident_pages(small), 0u);
}

// All that a kernel asks for is touched before the kernel has it.
TEST(FirstTouch, IsDoneByTheArenaWhereItIsAsked) {
  Arena arena;
  arena.touch_first(FirstTouch::workers, 2);
  EXPECT_EQ(resident_pages(arena.allocate(40 * page())), 40u);
}

}  // namespace
}  // namespace parallax

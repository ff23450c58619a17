// SPDX-License-Identifier: MIT
#include "runtimes/arena.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "runtimes/process/child.hpp"

namespace parallax {
namespace {

TEST(Arena, HandsOutPagesOfZeros) {
  Arena arena;
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  for (const std::size_t size : {1ul, page, 3 * page + 1}) {
    const auto bytes = arena.allocate(size);
    EXPECT_EQ(bytes.size(), size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(bytes.data()) % page, 0u);
    EXPECT_TRUE(std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte(0); }));
    std::fill(bytes.begin(), bytes.end(), std::byte(1));
  }
}

TEST(Arena, HandsOutNothingIfNothingIsWanted) {
  Arena arena;
  EXPECT_TRUE(arena.allocate(0).empty());
  EXPECT_TRUE(arena.allocate_array<double>(0).empty());
}

TEST(Arena, KeepsWhatItHandedOutWhileItHandsOutMore) {
  Arena arena;
  std::vector<std::span<std::uint64_t>> arrays;
  for (std::uint64_t i = 0; i < 100; ++i) {
    arrays.push_back(arena.allocate_array<std::uint64_t>(700));
    std::fill(arrays.back().begin(), arrays.back().end(), i);
  }
  for (std::uint64_t i = 0; i < 100; ++i) {
    ASSERT_EQ(arrays[i].size(), 700u);
    EXPECT_EQ(std::count(arrays[i].begin(), arrays[i].end(), i), 700);
  }
}

TEST(Arena, IsSeenByProcessesForkedLater) {
  Arena arena;
  const auto question = arena.allocate_array<int>(1000), answer = arena.allocate_array<int>(1000);
  for (int i = 0; i < 1000; ++i) question[static_cast<std::size_t>(i)] = i;
  Child child([&] { std::copy(question.rbegin(), question.rend(), answer.begin()); });
  EXPECT_TRUE(child.reap().clean());
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(answer[static_cast<std::size_t>(i)], 999 - i);
}

}  // namespace
}  // namespace parallax

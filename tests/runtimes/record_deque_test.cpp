// SPDX-License-Identifier: MIT
//
// The parts that trees are stolen with: a deque from which nothing is lost and nothing comes out twice, however
// the owner and its thieves meet, and a store that never hands out one block twice. PARALLAX_STEALS=1000000000
// makes so many operations.
#include "runtimes/stealing/record_deque.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>
#include <vector>

#include "runtimes/stealing/record_store.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

std::uint64_t wanted_operations() {
  const char* const given = std::getenv("PARALLAX_STEALS");
  return given ? std::strtoull(given, nullptr, 10) : 200'000;
}

// Records are never looked into here: a number stands for one.
TreeRecord* record_of(std::uint64_t number) {
  return reinterpret_cast<TreeRecord*>(64 * number);  // NOLINT(performance-no-int-to-ptr)
}
std::uint64_t number_of(TreeRecord* record) { return reinterpret_cast<std::uintptr_t>(record) / 64; }

class Deque : public ::testing::Test {
 protected:
  static constexpr std::size_t entries = 8;  // so that the ring is full and empty again and again

  void put(std::uint64_t first, std::size_t count) {
    deque_.put(count, [&](std::size_t i) { return record_of(first + i); });
  }

  std::vector<RecordDeque::Entry> ring_{entries};
  RecordDeque deque_{ring_};
};

TEST_F(Deque, GivesItsOwnerTheLastAndThievesTheFirst) {
  EXPECT_EQ(deque_.take(), nullptr);
  EXPECT_EQ(deque_.steal(), nullptr);
  EXPECT_FALSE(deque_.any());
  EXPECT_EQ(deque_.room(), entries);
  put(1, 5);
  EXPECT_EQ(deque_.room(), entries - 5);
  EXPECT_TRUE(deque_.any());
  EXPECT_EQ(number_of(deque_.take()), 5u);
  EXPECT_EQ(number_of(deque_.steal()), 1u);
  EXPECT_EQ(number_of(deque_.steal()), 2u);
  EXPECT_EQ(number_of(deque_.take()), 4u);
  EXPECT_EQ(number_of(deque_.take()), 3u);
  EXPECT_EQ(deque_.take(), nullptr);
  EXPECT_EQ(deque_.room(), entries);
  put(6, 8);
  EXPECT_EQ(deque_.room(), 0u);
  deque_.reset();
  EXPECT_EQ(deque_.take(), nullptr);
}

// Every number that is put in comes out once: owner and thieves each keep what they have got.
TEST_F(Deque, LosesNothingAndDoublesNothing) {
  constexpr std::size_t thieves = 3;
  const std::uint64_t numbers = wanted_operations();
  std::vector<std::atomic<std::uint8_t>> seen(numbers + 1);
  std::atomic<std::uint64_t> got = 0, twice = 0;
  const auto keep = [&](TreeRecord* record) {
    if (!record) return;
    if (seen[number_of(record)].exchange(1) != 0) ++twice;
    ++got;
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 0; i < thieves; ++i) {
    others.emplace_back([&] {
      while (got < numbers) {
        keep(deque_.steal());
        if (!deque_.any()) std::this_thread::yield();
      }
    });
  }
  SplitMix64 random(1);
  for (std::uint64_t next = 1; next <= numbers;) {
    // Mostly one or two in it, where the owner and its thieves want the same.
    const std::size_t wanted = random.next() % 4 == 0 ? random.next() % entries : random.next() % 3;
    const std::size_t count = std::min<std::size_t>({wanted, deque_.room(), numbers + 1 - next});
    put(next, count);
    next += count;
    for (std::size_t i = random.next() % (count + 2); i > 0; --i) keep(deque_.take());
  }
  while (TreeRecord* const record = deque_.take()) keep(record);
  others.clear();  // who end when all have been got
  EXPECT_EQ(got, numbers);
  EXPECT_EQ(twice, 0u);
}

class Store : public ::testing::Test {
 protected:
  static constexpr std::size_t stride = 64, blocks = 64;

  Store() { store_.reset(stride); }

  std::vector<std::byte> memory_ = std::vector<std::byte>(stride * blocks + stride);
  // Aligned as records want it.
  std::span<std::byte> aligned_{
      memory_.data() + (stride - reinterpret_cast<std::uintptr_t>(memory_.data()) % stride) % stride,
      stride* blocks};
  RecordStore store_{aligned_};
};

TEST_F(Store, HasRoomForAsMuchAsItsMemory) {
  EXPECT_NE(store_.take(5), nullptr);
  TreeRecord* const half = store_.take(5);
  EXPECT_NE(half, nullptr);
  EXPECT_EQ(store_.take(0), nullptr);
  store_.give_back(half, 5);
  EXPECT_EQ(store_.take(5), half);
  store_.give_back_from_afar(half, 5);
  EXPECT_EQ(store_.take(5), half);
  EXPECT_EQ(store_.take(40), nullptr);
}

TEST_F(Store, GivesNoBlockToTwo) {
  // The owner takes and marks blocks, two others look at the marks and give them back.
  const std::uint64_t wanted = wanted_operations() / 4;
  std::vector<std::atomic<TreeRecord*>> given(16);
  std::atomic<bool> done = false;
  std::atomic<std::uint64_t> wrong = 0;
  std::vector<std::jthread> others;
  for (int i = 0; i < 2; ++i) {
    others.emplace_back([&] {
      while (!done) {
        for (auto& one : given) {
          TreeRecord* const record = one.exchange(nullptr, std::memory_order_acquire);
          if (!record) continue;
          auto* const words = reinterpret_cast<std::uint64_t*>(record);
          if (words[6] != ~words[7]) ++wrong;
          words[6] = words[7] = 1;
          store_.give_back_from_afar(record, 0);
        }
      }
    });
  }
  for (std::uint64_t i = 0; i < wanted;) {
    auto& one = given[i % given.size()];
    if (one.load(std::memory_order_relaxed)) {
      ++i;
      continue;
    }
    TreeRecord* const record = store_.take(0);
    if (!record) continue;
    auto* const words = reinterpret_cast<std::uint64_t*>(record);
    words[6] = i;
    words[7] = ~i;
    one.store(record, std::memory_order_release);
    ++i;
  }
  done = true;
  others.clear();
  EXPECT_EQ(wrong, 0u);
}

}  // namespace
}  // namespace parallax

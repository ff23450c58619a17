// SPDX-License-Identifier: MIT
//
// The two things that are stolen from, in every order in which an owner and its thieves can meet: nothing is lost and
// nothing comes out twice. Each scenario is tried with mistakes too, which have to be found: else it would show nothing.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "runtimes/stealing/chunk_range.hpp"
#include "runtimes/stealing/record_deque.hpp"
#include "tests/support/interleavings.hpp"

namespace parallax {
namespace {

using testing::Interleavings;
using testing::Weakening;
using ModelDeque = BasicRecordDeque<testing::ModelAtomic>;
using ModelRange = BasicChunkRange<testing::ModelAtomic>;
using Numbers = std::vector<std::uint64_t>;

// Every number from 1 to `last`, once.
std::optional<std::string> mistake_in(Numbers all, std::uint64_t last) {
  std::sort(all.begin(), all.end());
  for (std::uint64_t i = 0; i < last; ++i) {
    if (i >= all.size() || all[i] > i + 1) return fmt::format("{} is lost", i + 1);
    if (all[i] < i + 1) return fmt::format("{} came out twice", all[i]);
  }
  if (all.size() > last) return fmt::format("{} came out twice", all[last]);
  return {};
}

Numbers joined(const Interleavings::Outcome& outcome) {
  Numbers all;
  for (const Numbers& some : outcome) all.insert(all.end(), some.begin(), some.end());
  return all;
}

// What an owner does: puts so many (as far as there is room) or takes one.
struct OwnersDeed {
  std::size_t put = 0;  // 0: takes one
};
constexpr OwnersDeed one_off{};

struct Scenario {
  const char* name;
  std::size_t ring;
  std::vector<OwnersDeed> owner;
  std::vector<int> thieves;  // how often each steals
  bool needs_fences = true;  // not if the owner only ever takes the last one, which it compares
};

void PrintTo(const Scenario& scenario, std::ostream* to) { *to << scenario.name; }

class DequeModel : public ::testing::TestWithParam<Scenario> {
 protected:
  std::optional<std::string> explore(Weakening weakening) {
    Interleavings model(weakening);
    std::vector<ModelDeque::Entry> ring(GetParam().ring);
    ModelDeque deque(ring);
    std::vector<Interleavings::Thread> threads{[&] { return own(deque); }};
    for (const int times : GetParam().thieves) {
      threads.emplace_back([&deque, times] {
        Numbers got;
        for (int i = 0; i < times; ++i) keep(got, deque.steal());
        return got;
      });
    }
    const auto wrong = model.explore(threads, [&](const Interleavings::Outcome& outcome) {
      Numbers all = joined(outcome);
      const std::uint64_t last = all.empty() ? 0 : outcome[0].front();  // how many the owner has put
      all.erase(all.begin());
      for (TreeRecord* left = deque.take(); left && all.size() < 100; left = deque.take()) keep(all, left);
      return mistake_in(all, last);
    });
    states_ = model.states();
    return wrong;
  }

  // First how many it has put, then what it has taken.
  Numbers own(ModelDeque& deque) const {
    Numbers got{0};
    for (const OwnersDeed& deed : GetParam().owner) {
      if (deed.put == 0) {
        keep(got, deque.take());
        continue;
      }
      const std::size_t count = std::min(deed.put, deque.room());
      deque.put(count, [&](std::size_t) { return record(++got[0]); });
    }
    return got;
  }
  static TreeRecord* record(std::uint64_t number) {
    return reinterpret_cast<TreeRecord*>(number);  // NOLINT(performance-no-int-to-ptr)
  }
  // An entry that nobody has written yet is a number that is nobody's.
  static void keep(Numbers& got, TreeRecord* record) {
    if (record) got.push_back(reinterpret_cast<std::uintptr_t>(record));
  }

  std::size_t states_ = 0;
};

TEST_P(DequeModel, LosesNothingAndDoublesNothingInAnyOrder) {
  EXPECT_EQ(explore(Weakening::none), std::nullopt);
  EXPECT_GT(states_, 100u);
}

TEST_P(DequeModel, NeedsItsFencesOrdersAndCompares) {
  for (const Weakening weakening : {Weakening::no_fences, Weakening::no_order, Weakening::no_compares})
    EXPECT_EQ(explore(weakening).has_value(), weakening != Weakening::no_fences || GetParam().needs_fences)
        << static_cast<int>(weakening);
}

INSTANTIATE_TEST_SUITE_P(
    Scenarios, DequeModel,
    ::testing::Values(Scenario{"two_thieves", 4, {{2}, one_off, one_off}, {1, 1}},
                      Scenario{"put_again", 2, {{2}, one_off, {1}, one_off, one_off}, {2}},
                      Scenario{"full_ring", 2, {{2}, {2}, one_off, {2}, one_off}, {1, 1}},
                      Scenario{"one_by_one", 2, {{1}, one_off, {1}, one_off}, {1, 1}, false}),
    [](const ::testing::TestParamInfo<Scenario>& scenario) { return scenario.param.name; });

// An owner takes from its range, thieves take half of it, put that into their own and take from there.
class RangeModel : public ::testing::Test {
 protected:
  static std::optional<std::string> explore(Weakening weakening) {
    constexpr std::size_t chunks = 5;
    Interleavings model(weakening);
    ModelRange own, of_first, of_second;
    own.put({1, 1 + chunks});
    const auto keep = [](Numbers& got, ModelRange& range, int times) {
      for (int i = 0; i < times; ++i) {
        if (const std::size_t chunk = range.take(); chunk != ModelRange::no_chunk) got.push_back(chunk);
      }
    };
    const auto thief = [&](ModelRange& its_own) {
      return [&] {
        Numbers got;
        if (const Range half = own.take_half(); half.size() != 0) its_own.put(half);
        keep(got, its_own, 1);
        return got;
      };
    };
    return model.explore({[&] {
                            Numbers got;
                            keep(got, own, 3);
                            return got;
                          },
                          thief(of_first), thief(of_second)},
                         [&](const Interleavings::Outcome& outcome) {
                           Numbers all = joined(outcome);
                           for (ModelRange* range : {&own, &of_first, &of_second}) keep(all, *range, 6);
                           return mistake_in(all, chunks);
                         });
  }
};

TEST_F(RangeModel, LosesNothingAndDoublesNothingInAnyOrder) {
  EXPECT_EQ(explore(Weakening::none), std::nullopt);
}

TEST_F(RangeModel, NeedsItsCompares) { EXPECT_NE(explore(Weakening::no_compares), std::nullopt); }

// The model itself: two threads that each say something and then look whether the other has. (Dekker's beginning.)
std::optional<std::string> both_see_nothing(std::memory_order order, Weakening weakening = Weakening::none) {
  Interleavings model(weakening);
  testing::ModelAtomic<int> first(0), second(0);
  const auto thread = [order](auto& own, auto& other) {
    return [&own, &other, order] {
      own.store(1, order);
      return Numbers{static_cast<std::uint64_t>(other.load(order))};
    };
  };
  return model.explore({thread(first, second), thread(second, first)},
                       [](const Interleavings::Outcome& outcome) -> std::optional<std::string> {
                         if (outcome[0][0] == 0 && outcome[1][0] == 0) return "both see nothing";
                         return {};
                       });
}

TEST(Interleavings, DelayStoresThatAreNotSequentiallyConsistent) {
  EXPECT_EQ(both_see_nothing(std::memory_order_seq_cst), std::nullopt);
  EXPECT_NE(both_see_nothing(std::memory_order_relaxed), std::nullopt);
  EXPECT_NE(both_see_nothing(std::memory_order_seq_cst, Weakening::no_fences), std::nullopt);
}

// A message and the flag that says that it is there.
std::optional<std::string> flag_before_message(std::memory_order order) {
  Interleavings model;
  testing::ModelAtomic<int> message(0), flag(0);
  return model.explore({[&] {
                          message.store(1, std::memory_order_relaxed);
                          flag.store(1, order);
                          return Numbers{};
                        },
                        [&] {
                          const int is_there = flag.load(std::memory_order_acquire);
                          const int what = message.load(std::memory_order_relaxed);
                          return Numbers{static_cast<std::uint64_t>(is_there - what == 1)};
                        }},
                       [](const Interleavings::Outcome& outcome) -> std::optional<std::string> {
                         if (outcome[1][0] == 1) return "the flag came first";
                         return {};
                       });
}

TEST(Interleavings, KeepReleaseStoresBehindThoseBeforeThem) {
  EXPECT_EQ(flag_before_message(std::memory_order_release), std::nullopt);
  EXPECT_NE(flag_before_message(std::memory_order_relaxed), std::nullopt);
}

}  // namespace
}  // namespace parallax

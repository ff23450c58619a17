// SPDX-License-Identifier: MIT
#include "runtimes/mpi/neighbours.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace parallax {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

// Ranks that have told of themselves.
class NeighboursOfRanks : public ::testing::Test {
 protected:
  void rank(std::uint64_t place, const std::vector<int>& processors) {
    facts_.push_back({.place = place, .memory = 1u << 30, .pid = 100 + static_cast<int>(facts_.size())});
    std::strcpy(facts_.back().host, ("node" + std::to_string(place)).c_str());
    masks_.push_back(processor_mask(processors));
  }
  Neighbours seen_from(std::uint64_t place) const {
    std::size_t bytes = 0;
    for (const auto& mask : masks_) bytes = std::max(bytes, mask.size());
    std::vector<std::byte> all;
    for (auto mask : masks_) {
      mask.resize(bytes);
      all.insert(all.end(), mask.begin(), mask.end());
    }
    return neighbours_of(facts_, all, place);
  }

  std::vector<RankFacts> facts_;
  std::vector<std::vector<std::byte>> masks_;
};

TEST_F(NeighboursOfRanks, ShareAHostAndItsProcessors) {
  for (int i = 0; i < 3; ++i) rank(1, {0, 1, 9});
  rank(2, {4});
  const Neighbours here = seen_from(1);
  EXPECT_EQ(here.hosts, 2);
  EXPECT_EQ(here.here, 3);
  EXPECT_EQ(here.processors, 3);
  EXPECT_FALSE(here.pinned) << "hosts may differ";
  EXPECT_EQ(seen_from(2).processors, 1);
}

TEST_F(NeighboursOfRanks, ArePinnedWhereTheyDifferOnOneHost) {
  rank(1, {0});
  rank(1, {1});
  EXPECT_TRUE(seen_from(1).pinned);
  EXPECT_EQ(seen_from(1).processors, 2);
}

TEST_F(NeighboursOfRanks, MayHaveMoreProcessorsThanAFixedMaskHolds) {
  std::vector<int> all(1500), last{1499};
  std::iota(all.begin(), all.end(), 0);
  rank(1, all);
  rank(1, {0});
  EXPECT_EQ(seen_from(1).processors, 1500);
  EXPECT_TRUE(seen_from(1).pinned);
  EXPECT_THAT(processor_mask(last), SizeIs(188));
  EXPECT_THAT(processor_mask({}), SizeIs(0)) << "what nobody needs is not told";
}

TEST_F(NeighboursOfRanks, NeedTheirMemoryAtTheSameAddresses) {
  rank(1, {0});
  rank(2, {0});
  EXPECT_NO_THROW(require_same_memory(facts_));
  facts_[1].memory = 1u << 29;
  EXPECT_THAT(
      [&] { require_same_memory(facts_); },
      ThrowsMessage<std::runtime_error>(HasSubstr("rank 1, process 101 on node2 cannot have memory")));
}

}  // namespace
}  // namespace parallax

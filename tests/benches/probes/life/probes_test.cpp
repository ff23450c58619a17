// SPDX-License-Identifier: MIT
//
// Every mechanism of the probes about the lives of workers: it works, says so, and leaves nothing behind.
#include "benches/probes/probes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/runtimes/leftovers.hpp"

namespace parallax {
namespace {

using testing::leftovers;
using testing::not_more;
using testing::settled_leftovers;

using Load = std::pair<const ProbeEntry*, std::string>;  // and the name of a mechanism

std::vector<Load> loads() {
  std::vector<Load> all;
  for (const char* name : {"start_stop", "start_pool", "wake_up", "death"}) {
    const ProbeEntry* probe = find_probe(name);
    for (const Mechanism& mechanism : probe->mechanisms()) all.emplace_back(probe, mechanism.name);
  }
  return all;
}

class EveryLife : public ::testing::TestWithParam<Load> {
 protected:
  const ProbeEntry& probe() const { return *GetParam().first; }
  std::string_view mechanism() const { return GetParam().second; }
  Case smallest() const { return probe().cases(mechanism()).front(); }
};

TEST_P(EveryLife, IsRightAndCounted) {
  Case parameters = smallest();
  parameters.size = 3;
  const auto probe_object = probe().start(mechanism(), parameters);
  probe_object->run(1);
  EXPECT_EQ(probe_object->mistake(), std::nullopt);
  probe_object->restart_counters();
  probe_object->run(3);
  EXPECT_EQ(probe_object->mistake(), std::nullopt);
  const auto counters = probe_object->counters();
  EXPECT_GE(counters.size(), 2u);
  for (const Counter& counter : counters) {
    // A thread may need no page more than there are.
    if (counter.name.substr(0, 7) == "worker_") {
      EXPECT_GE(counter.value, 0) << counter.name;
    } else {
      EXPECT_GT(counter.value, 0) << counter.name;
      EXPECT_LT(counter.value, 10) << counter.name << ", in seconds";
    }
  }
}

TEST_P(EveryLife, LeavesNothingBehind) {
  const auto before = leftovers();
  Case parameters = smallest();
  parameters.size = 2;
  probe().start(mechanism(), parameters)->run(2);
  const auto after = settled_leftovers(before);
  EXPECT_TRUE(not_more(after, before))
      << ::testing::PrintToString(after) << " after " << ::testing::PrintToString(before);
}

TEST_P(EveryLife, ListsItsCasesFromTheSmallestSizeOn) {
  const auto cases = probe().cases(mechanism());
  ASSERT_FALSE(cases.empty());
  for (const Case& parameters : cases) EXPECT_LE(cases.front().size, parameters.size);
}

INSTANTIATE_TEST_SUITE_P(Probes, EveryLife, ::testing::ValuesIn(loads()), [](const auto& load) {
  std::string name = std::string(load.param.first->facts.name) + "_" + load.param.second;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace parallax

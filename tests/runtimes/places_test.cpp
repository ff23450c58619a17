// SPDX-License-Identifier: MIT
#include "runtimes/support/places.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace parallax {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Places, FillCoresAndThreadsNodeByNode) {
  const auto machine = even_topology(2, 1, 2, 2, 0);  // cores 0 1 | 2 3, siblings 4 5 | 6 7
  EXPECT_THAT(places_of(machine, Pin::none, 4), IsEmpty());
  EXPECT_THAT(places_of(machine, Pin::cores, 3), ElementsAre(Place{0, 4}, Place{1, 5}, Place{2, 6}));
  EXPECT_THAT(places_of(machine, Pin::threads, 3), ElementsAre(Place{0}, Place{4}, Place{1}));
  EXPECT_THAT(places_of(machine, Pin::numa, 4),
              ElementsAre(Place{0, 1, 4, 5}, Place{0, 1, 4, 5}, Place{2, 3, 6, 7}, Place{2, 3, 6, 7}));
  EXPECT_THAT(places_of(machine, Pin::numa, 1), ElementsAre(Place{0, 1, 4, 5}));
}

TEST(Places, BeginAnewWhereThereAreMoreWorkers) {
  const auto one = even_topology(1, 1, 1, 1, 0);
  for (const Pin pin : {Pin::cores, Pin::threads, Pin::numa})
    EXPECT_THAT(places_of(one, pin, 3), ElementsAre(Place{0}, Place{0}, Place{0}));
  EXPECT_THAT(places_of(even_topology(1, 1, 2, 1, 0), Pin::cores, 3),
              ElementsAre(Place{0}, Place{1}, Place{0}));
}

// A host keeps to its processors first, and its workers choose among these.
TEST(Places, AreTheSameOnTheirProcessorsAlone) {
  for (const auto& machine :
       {even_topology(2, 2, 4, 2, 0), even_topology(8, 1, 3, 1, 0), even_topology(1, 1, 1, 2, 0)}) {
    for (const Pin pin : {Pin::cores, Pin::threads, Pin::numa}) {
      for (const int workers : {1, 2, 3, 5, 8, 40}) {
        const auto places = places_of(machine, pin, workers);
        Topology part;
        for (const auto& processor : machine.processors) {
          const auto all = all_of(places);
          if (std::binary_search(all.begin(), all.end(), processor.number))
            part.processors.push_back(processor);
        }
        EXPECT_EQ(places_of(part, pin, workers), places) << workers;
      }
    }
  }
}

}  // namespace
}  // namespace parallax

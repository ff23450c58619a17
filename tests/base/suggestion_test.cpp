// SPDX-License-Identifier: MIT
#include "support/suggestion.hpp"

#include <gtest/gtest.h>

namespace parallax {
namespace {

TEST(Suggestion, CountsWhatMustBeChanged) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("filter", "filter"), 0u);
  EXPECT_EQ(edit_distance("filtre", "filter"), 1u);  // swapped
  EXPECT_EQ(edit_distance("fliter", "filter"), 1u);
  EXPECT_EQ(edit_distance("colour", "color"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("ca", "abc"), 3u);  // no letter is changed twice
}

TEST(Suggestion, IsWhatWasMeant) {
  const std::vector<std::string> known{"--output", "--filter", "--terminal", "--markdown", "--csv"};
  for (const auto& [typed, meant] :
       std::vector<std::pair<std::string, std::string>>{{"--filtre", "--filter"},
                                                        {"--filters", "--filter"},
                                                        {"-filter", "--filter"},
                                                        {"--Filter", "--filter"},
                                                        {"--term", "--terminal"},
                                                        {"--markdwon", "--markdown"},
                                                        {"--cvs", "--csv"},
                                                        {"--outptu", "--output"}})
    EXPECT_EQ(nearest(typed, known), meant) << typed;
  EXPECT_EQ(nearest("budget_time", {"budget-time"}), "budget-time");
  EXPECT_EQ(nearest("forks", {"forkserver", "fork"}), "fork");  // one letter, not five
}

TEST(Suggestion, IsNothingWhereNothingIsNear) {
  const std::vector<std::string> known{"--output", "--filter", "--csv", "-h"};
  for (const auto* typed : {"--threads", "--verbose", "", "-", "--x", "x"})
    EXPECT_EQ(nearest(typed, known), "") << typed;
  EXPECT_EQ(nearest("anything", {}), "");
}

}  // namespace
}  // namespace parallax

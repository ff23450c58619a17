// SPDX-License-Identifier: MIT
#include "reports/results/excerpt.hpp"

#include <gtest/gtest.h>

namespace parallax::reports {
namespace {

TEST(Excerpt, IsAShortTextAsItIs) {
  for (const auto* text : {"", "cube/fork/workers:2", "<b>", "\u00e4\u20ac\U0001F600", "\\"})
    EXPECT_EQ(excerpt(text), text);
}

TEST(Excerpt, ShowsControlCharactersInsteadOfObeyingThem) {
  EXPECT_EQ(excerpt("\x1b[2J\n\x7f"), "\\x1b[2J\\x0a\\x7f");
  EXPECT_EQ(excerpt("\u0085\u009b\u00a0"), "\\x85\\x9b\u00a0");
  EXPECT_EQ(excerpt(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(excerpt("\xc2"), "\xc2");
}

TEST(Excerpt, EndsBetweenTwoCharacters) {
  EXPECT_EQ(excerpt(std::string(300, 'x')), std::string(300, 'x'));
  EXPECT_EQ(excerpt(std::string(301, 'x')), std::string(300, 'x') + "...");
  EXPECT_EQ(excerpt(std::string(299, 'x') + "\u00e4"), std::string(299, 'x') + "...");
}

}  // namespace
}  // namespace parallax::reports

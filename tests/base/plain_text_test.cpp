// SPDX-License-Identifier: MIT
#include "support/plain_text.hpp"

#include <gtest/gtest.h>

namespace parallax::text {
namespace {

TEST(Printable, KeepsLettersAndTakesAwayWhatSteersATerminal) {
  EXPECT_EQ(printable("cube/µ×…"), "cube/µ×…");
  EXPECT_EQ(printable("a\x1b[31mb\n\tc\x7f"), "a\ufffd[31mb\ufffd\ufffdc\ufffd");
  EXPECT_EQ(printable("a\xc2\x9b"
                      "31m"),
            "a\ufffd31m");  // the same escape as one character
  EXPECT_EQ(printable("\u202egnp.exe"), "\ufffdgnp.exe");
}

TEST(Printable, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(printable("a\xff\xc0\xaf"
                      "b"),
            "a\ufffd\ufffd\ufffdb");
  EXPECT_EQ(printable("\xe2\x82"), "\ufffd\ufffd");            // cut off
  EXPECT_EQ(printable("\xed\xa0\x80"), "\ufffd\ufffd\ufffd");  // half of a pair
}

TEST(Fitting, IsExact) {
  EXPECT_EQ(left("µs", 4), "µs  ");
  EXPECT_EQ(right("µs", 4), "  µs");
  EXPECT_EQ(left("abcdef", 4), "abc…");
  EXPECT_EQ(left("abcdef", 0), "");
  EXPECT_EQ(width(left("××××××", 3)), 3u);
}

TEST(Wrapping, BreaksAtBlanksAndCutsLongWords) {
  EXPECT_EQ(wrapped("one two three", 7), "one two\nthree\n");
  EXPECT_EQ(wrapped("extraordinary", 5), "extr…\n");
  EXPECT_EQ(wrapped("", 5), "\n");
  EXPECT_EQ(wrapped("two blanks  stay", 20), "two blanks  stay\n");
}

TEST(Wrapping, KeepsBlanksInFrontAndIndentsWhatFollows) {
  EXPECT_EQ(wrapped("  --out FILE  where it goes", 17, 4), "  --out FILE\n    where it goes\n");
  EXPECT_EQ(wrapped("  one two three", 7, 4), "  one\n    two\n    th…\n");
  EXPECT_EQ(wrapped("  ", 7, 4), "  \n");
}

}  // namespace
}  // namespace parallax::text

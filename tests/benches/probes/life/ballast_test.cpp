// SPDX-License-Identifier: MIT
#include "benches/probes/life/ballast.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include "benches/probes/life/process_facts.hpp"
#include "runtimes/not_supported.hpp"
#include "tests/benches/probes/life/megabyte.hpp"

namespace parallax {
namespace {

using ::testing::HasSubstr;

TEST(Ballast, IsInMemoryAsLongAsItLives) {
  const auto before = resident_bytes();
  {
    const Ballast ballast(64 * megabyte, false);
    EXPECT_GE(resident_bytes(), before + 64 * megabyte);
    EXPECT_EQ(ballast.mistake(), std::nullopt);
  }
  EXPECT_LT(resident_bytes(), before + 8 * megabyte);
}

TEST(Ballast, NoticesAPageThatIsNotInMemory) {
  const Ballast ballast(8 * megabyte, false);
  ASSERT_EQ(madvise(ballast.bytes().data() + megabyte, 1, MADV_DONTNEED), 0);
  EXPECT_THAT(ballast.mistake().value_or(""), HasSubstr("only 2047 of 2048 pages"));
}

TEST(Ballast, IsNotSupportedIfItWouldNotFit) {
  try {
    Ballast(available_bytes(), false);
    FAIL();
  } catch (const NotSupported& reason) {
    EXPECT_THAT(reason.what(), HasSubstr("more than half"));
  }
}

TEST(Ballast, MayBeNothing) { EXPECT_EQ(Ballast(0, false).mistake(), std::nullopt); }

TEST(Ballast, LiesInHugePagesOrSaysThatThereAreNone) {
  try {
    const Ballast ballast(64 * megabyte, true);
    EXPECT_EQ(ballast.mistake(), std::nullopt);
    EXPECT_GE(huge_bytes(), 60 * megabyte);
  } catch (const NotSupported& reason) {
    EXPECT_THAT(reason.what(), HasSubstr("huge pages"));
  }
}

TEST(Ballast, HasNoHugePagesUnlessTheyAreAskedFor) {
  const auto before = huge_bytes();
  const Ballast ballast(64 * megabyte, false);
  EXPECT_LT(huge_bytes(), before + 16 * megabyte);
}

}  // namespace
}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "support/affinity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <system_error>

namespace parallax {
namespace {

using ::testing::ElementsAre;

TEST(Affinity, HasProcessorsBeyondWhatAFixedMaskHolds) {
  const auto large_machine = [](std::size_t bytes, cpu_set_t* mask) {
    if (bytes < 5000 / 8) {
      errno = EINVAL;
      return -1;
    }
    for (const std::size_t number : {3, 1023, 1024, 4999}) CPU_SET_S(number, bytes, mask);
    return 0;
  };
  EXPECT_THAT(affinity(large_machine), ElementsAre(3, 1023, 1024, 4999));
}

TEST(Affinity, NamesTheCallThatFailed) {
  for (const ReadAffinity broken : {+[](std::size_t, cpu_set_t*) { return errno = EPERM, -1; },
                                    +[](std::size_t, cpu_set_t*) { return errno = EINVAL, -1; }})
    EXPECT_THROW(affinity(broken), std::system_error);
}

}  // namespace
}  // namespace parallax

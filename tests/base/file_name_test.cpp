// SPDX-License-Identifier: MIT
#include "support/file_name.hpp"

#include <gtest/gtest.h>

namespace parallax {
namespace {

TEST(FileName, IsTheName) {
  EXPECT_TRUE(is_name_of_file("cube", "cube", "/tree/benches/kernels/cpu/cube.cpp"));
  EXPECT_TRUE(is_name_of_file("cube", "cube", "cube.cpp"));
  EXPECT_TRUE(is_name_of_file("fork-pipe", "fork_pipe", "runtimes/fork-pipe.cpp"));
  EXPECT_TRUE(is_name_of_file("file_read", "file_read", "io/file_read.cpp"));
  EXPECT_FALSE(is_name_of_file("cubes", "cube", "cpu/cube.cpp"));
  EXPECT_FALSE(is_name_of_file("cub", "cube", "cpu/cube.cpp"));
  EXPECT_FALSE(is_name_of_file("", "cube", "cpu/cube.cpp"));
  EXPECT_FALSE(is_name_of_file("fork_pipe", "fork_pipe", "runtimes/fork-pipe.cpp"));
}

TEST(FileName, MayHoldSeveralNames) {
  EXPECT_TRUE(is_name_of_file("runs-twice", "runs_twice", "fixtures/broken_runtimes.cpp"));
  EXPECT_FALSE(is_name_of_file("runs_once", "runs_twice", "fixtures/broken_runtimes.cpp"));
}

}  // namespace
}  // namespace parallax

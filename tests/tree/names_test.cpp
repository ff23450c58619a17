// SPDX-License-Identifier: MIT
//
// Whoever says another name in his facts than his file has is told so by the compiler, and so is whose types do not fit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::HasSubstr;

Program::Result compiled(const std::string& file) {
  return run(
      {CXX_COMPILER, "-std=gnu++20", "-fsyntax-only", "-I" PARALLAX_SOURCE_DIR, PARALLAX_SOURCE_DIR + file});
}

TEST(Names, ThatAreNotThoseOfTheirFilesDoNotCompile) {
  const auto result = compiled("/tests/fixtures/misnamed.cpp");
  EXPECT_NE(result.status, 0);
  for (const char* what : {"kernel", "probe", "transport", "runtime"})
    EXPECT_THAT(result.err,
                HasSubstr("the name in a " + std::string(what) + "'s facts is not that of its file"));
}

TEST(Types, ThatDoNotFitAreToldInALine) {
  const auto result = compiled("/tests/fixtures/misfit.cpp");
  EXPECT_NE(result.status, 0);
  for (const std::string line : {"of any other type, such as std::string, are a fixture",
                                 "or of a type that has std::string encode(const R&)",
                                 "item() is a function of an index, std::uint64_t",
                                 "item() is a function of what make() makes, const"})
    EXPECT_THAT(result.err, HasSubstr(line));
}

TEST(Names, ThatAreTheirFilesDo) {
  const auto result = compiled("/benches/kernels/cpu/cube.cpp");
  EXPECT_EQ(result.status, 0) << result.err;
}

}  // namespace
}  // namespace parallax::testing

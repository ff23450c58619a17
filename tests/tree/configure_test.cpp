// SPDX-License-Identifier: MIT
//
// What cmake makes of a machine where libraries are missing: those that only a part needs cost that part, the
// others are named together with the packages that have them. And where there is no node, the page's
// templates are made all the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Configure : public ::testing::Test {
 protected:
  Program::Result cmake(std::vector<std::string> words) const {
    words.insert(words.begin(), {CMAKE_PROGRAM, "-S", PARALLAX_SOURCE_DIR, "-B", build(), "-G", "Ninja",
                                 "-DCMAKE_CXX_COMPILER=" CXX_COMPILER, "-DBUILD_TESTING=OFF", "-Wno-dev"});
    return run(std::move(words));
  }
  std::string build() const { return folder / "build"; }

  const Folder folder;
};

TEST_F(Configure, ALibraryThatIsMissingCostsItsPart) {
  const auto result = cmake({"-DCMAKE_DISABLE_FIND_PACKAGE_TBB=ON", "-DCMAKE_DISABLE_FIND_PACKAGE_Eigen3=ON",
                             "-DPKG_CONFIG_EXECUTABLE=", "-DCMAKE_DISABLE_FIND_PACKAGE_OpenMP=ON",
                             "-DURING_LIBRARY=", "-DGMP_LIBRARY=", "-DHWLOC_LIBRARY=", "-DNODE="});
  ASSERT_EQ(result.status, 0) << result.err;
  for (const auto* told : {"runtime tbb: missing", "runtime fibers: missing", "runtime cpython: missing",
                           "runtime mpi: missing", "runtime openmp: missing", "runtime threads: found",
                           "kernel fibonacci: missing", "topology in results: unknown",
                           "without fits of scalability", "without charts, because node was missing"})
    EXPECT_THAT(result.out, HasSubstr(told));
  EXPECT_THAT(result.err, Not(HasSubstr("Error")));

  const auto made = run({CMAKE_PROGRAM, "--build", build(), "--target", "parallax_templates"});
  EXPECT_EQ(made.status, 0) << made.out << made.err;
  const auto page = content_of(build() + "/reports/template.html");
  EXPECT_THAT(page, HasSubstr("This page has no charts"));
  EXPECT_THAT(page, HasSubstr("node was missing"));
  EXPECT_THAT(page, HasSubstr("{{cells}}"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
}

TEST_F(Configure, ChartsCanBeLeftOut) {
  // And Python may be one without a lock, which no distribution has yet: all that is asked of it is its pyconfig.h.
  std::ofstream(folder / "pyconfig.h") << "#define Py_GIL_DISABLED 1\n";
  std::ofstream(folder / "python3-embed.pc") << "prefix=" << std::string(folder / "")
                                             << "\nName: Python\nDescription: free-threaded\nVersion: 3.13\n"
                                                "Cflags: -I${prefix}\nLibs:\n";
  setenv("PKG_CONFIG_PATH", (folder / "").c_str(), 1);
  const auto result = cmake({"-DPARALLAX_CHARTS=OFF"});
  unsetenv("PKG_CONFIG_PATH");
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("without charts, because PARALLAX_CHARTS was off"));
  EXPECT_THAT(result.out, HasSubstr("runtime cpython: missing, this Python"));
  EXPECT_THAT(result.out, HasSubstr("runtime cpython-free-threaded: found"));
}

TEST_F(Configure, WhatNothingCanBeBuiltWithoutIsNamedAtOnce) {
  const auto result = cmake({"-DCMAKE_DISABLE_FIND_PACKAGE_fmt=ON", "-DCMAKE_DISABLE_FIND_PACKAGE_CLI11=ON"});
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr("fmt (Debian: libfmt-dev)"));
  EXPECT_THAT(result.err, HasSubstr("CLI11 (Debian: libcli11-dev)"));
  EXPECT_THAT(result.err, HasSubstr("scripts/setup"));
  EXPECT_THAT(result.err, Not(HasSubstr("libbenchmark-dev")));
}

}  // namespace
}  // namespace parallax::testing

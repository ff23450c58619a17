// SPDX-License-Identifier: MIT
//
// The Debian packages: what is in them and what they depend on. That they pass lintian, can be installed and are of
// use is what scripts/package --check shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

// As `name`_VERSION_MACHINE.deb; empty if there is none.
std::string package_in(const fs::path& folder, const std::string& name) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().rfind(name + "_", 0) == 0) return entry.path();
  return {};
}

std::string dpkg_deb(const std::string& option, const std::string& package) {
  const auto result = run({"/usr/bin/env", "dpkg-deb", option, package});
  EXPECT_EQ(result.status, 0) << result.err;
  return result.out;
}

// What it depends on is left to dpkg-shlibdeps when it is made for others, which takes longer than all else here.
TEST(DebianPackage, HasProgramsLibraryAndDocuments) {
  if (run({"/bin/sh", "-c", "command -v dpkg-deb && command -v gzip"}).status != 0)
    GTEST_SKIP() << "this is no Debian";
  const Folder folder;
  const auto made = run({CPACK_PROGRAM, "--config", PARALLAX_BUILD_DIR "/CPackConfig.cmake", "-G", "DEB",
                         "-B", folder / "", "-D", "CPACK_DEBIAN_PACKAGE_SHLIBDEPS=OFF", "-D",
                         "CPACK_STRIP_FILES=OFF", "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=zstd"});
  ASSERT_EQ(made.status, 0) << made.out << made.err;

  const auto package = package_in(folder / "", "parallax");
  const auto files = dpkg_deb("-c", package);
  for (const std::string file :
       {"usr/bin/parallax", "usr/libexec/parallax/bench", "usr/libexec/parallax/report",
        "usr/libexec/parallax/gate", "usr/libexec/parallax/claims", "usr/libexec/parallax/hello_worker",
        "libparallax.a", "usr/include/parallax/parallax.h", "usr/include/parallax/bench.hpp",
        "cmake/Parallax/ParallaxConfig.cmake", "usr/share/parallax/new/CMakeLists.txt",
        "usr/share/doc/parallax/docs/own-work.md", "usr/share/doc/parallax/examples/collatz.c",
        "usr/share/doc/parallax/copyright", "usr/share/doc/parallax/changelog.Debian.gz"})
    EXPECT_THAT(files, HasSubstr(file + "\n"));
  const auto facts = dpkg_deb("-f", package);
  EXPECT_THAT(facts, AllOf(HasSubstr("Description: benchmarks of concurrency strategies\n Runs identical"),
                           HasSubstr("libfmt-dev")));

  // MPI's libraries come with a package of their own.
  EXPECT_THAT(files, Not(HasSubstr("mpi.so")));
  if (!fs::exists(PARALLAX_BUILD_DIR "/parallax_openmpi.so")) return;
  EXPECT_THAT(dpkg_deb("-c", package_in(folder / "", "parallax-mpi")),
              HasSubstr("usr/libexec/parallax/parallax_openmpi.so\n"));
}

}  // namespace
}  // namespace parallax::testing

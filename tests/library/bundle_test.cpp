// SPDX-License-Identifier: MIT
//
// scripts/bundle: what it packs needs nothing but the C library, in any folder and with an empty environment.
// That it runs on other systems is what scripts/bundle --check shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

const std::string script = PARALLAX_SOURCE_DIR "/scripts/bundle";
constexpr const char* of_the_c_library =
    "linux-vdso.*|.*/ld-linux.*|ld-linux.*|lib(c|m|mvec|dl|pthread|rt|resolv|util)\\.so\\.[0-9]+";
constexpr const char* of_cplusplus = "lib(stdc\\+\\+|gcc_s)\\.so\\.[0-9]+";

// One for all tests, moved after it was made.
class Bundle : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (run({"/bin/sh", "-c", "command -v patchelf"}).status != 0) return;
    place = std::make_unique<Folder>();
    const std::string there = *place / "there";
    const auto result = run({script, "--from=" PARALLAX_BUILD_DIR, "--folder=" + there});
    ASSERT_EQ(result.status, 0) << result.out << result.err;
    complaints = result.err;
    fs::rename(there, bundle());
  }
  static void TearDownTestSuite() { place.reset(); }
  void SetUp() override {
    if (!place) GTEST_SKIP() << "there is no patchelf";
  }

  static fs::path bundle() { return *place / "moved here"; }
  static fs::path programs() { return bundle() / "libexec/parallax"; }
  static Program::Result parallax(std::vector<std::string> words) {
    words.insert(words.begin(), {"/usr/bin/env", "-i", bundle() / "parallax"});
    return run(std::move(words));
  }
  static bool is_packed(const std::string& library) {
    return fs::exists(bundle() / "lib" / library) || fs::exists(bundle() / "lib/last" / library);
  }

  static std::unique_ptr<Folder> place;
  static std::string complaints;
};
std::unique_ptr<Folder> Bundle::place;
std::string Bundle::complaints;

bool is_binary(const fs::path& file) {
  std::string begin(4, ' ');
  std::ifstream(file, std::ios::binary).read(begin.data(), 4);
  return begin == "\177ELF";
}

std::vector<std::string> needed_by(const fs::path& file) {
  std::istringstream lines(run({"/usr/bin/env", "readelf", "--wide", "--dynamic", file}).out);
  std::vector<std::string> libraries;
  std::smatch found;
  for (std::string line; std::getline(lines, line);)
    if (std::regex_search(line, found, std::regex("\\(NEEDED\\).*\\[(.*)\\]"))) libraries.push_back(found[1]);
  return libraries;
}

TEST_F(Bundle, HasAllThatItsFilesNeed) {
  std::size_t needs = 0;
  for (const auto& entry : fs::recursive_directory_iterator(bundle())) {
    const fs::path file = entry.path();
    if (!entry.is_regular_file() || !is_binary(file)) continue;
    const bool is_mpi_plugin = file.filename().string().rfind("parallax_", 0) == 0;
    for (const auto& library : needed_by(file)) {
      ++needs;
      const bool is_of_mpi = is_mpi_plugin && library.rfind("libmpi", 0) == 0;
      EXPECT_TRUE(is_packed(library) || is_of_mpi || std::regex_match(library, std::regex(of_the_c_library)))
          << file << " needs " << library;
    }
  }
  EXPECT_GT(needs, 20u);
}

// What the loader really takes. The libraries of C++ and of the compiler are the system's where it has some.
TEST_F(Bundle, FindsItsOwnLibraries) {
  for (const std::string program : {"bench", "report", "gate", "claims"}) {
    std::istringstream lines(run({"/usr/bin/env", "-i", "/usr/bin/ldd", programs() / program}).out);
    for (std::string line; std::getline(lines, line);) {
      const auto name = line.substr(1, line.find(' ') - 1);
      if (std::regex_match(name, std::regex(of_the_c_library))) continue;
      EXPECT_THAT(line, Not(HasSubstr("not found"))) << program;
      if (std::regex_match(name, std::regex(of_cplusplus))) continue;
      EXPECT_THAT(line, HasSubstr("=> " + (programs() / "../../lib").string())) << program;
    }
  }
}

TEST_F(Bundle, MeasuresAndReports) {
  const std::string results = *place / "results.json";
  const auto measured = parallax({"bench", "--smoke", "--workers=2", "cube", "serial", "fork-spawn",
                                  "cpython", "--benchmark_out=" + results});
  EXPECT_EQ(measured.status, 0) << measured.out << measured.err;
  const auto page = parallax({"report", results, "-o", *place / "page.html"});
  EXPECT_EQ(page.status, 0) << page.err;
  EXPECT_THAT(content_of(*place / "page.html"), HasSubstr("fork-spawn"));
  EXPECT_EQ(parallax({"claims", "--list"}).status, 0);
  EXPECT_EQ(parallax({"gate", "--help"}).status, 0);
  EXPECT_THAT(parallax({"new", "mine"}).err, HasSubstr("came without its library"));
}

TEST_F(Bundle, HasAPythonOfItsOwn) {
  if (!fs::exists(programs() / "python")) GTEST_SKIP() << "there is no runtime cpython";
  const fs::path home = programs() / "python";
  fs::rename(home / "lib", home / "lib-hidden");
  fs::create_directory(home / "lib");
  const auto without = parallax({"bench", "--smoke", "--workers=2", "cube/cpython"});
  fs::remove(home / "lib");
  fs::rename(home / "lib-hidden", home / "lib");
  EXPECT_EQ(without.status, 1) << without.out;
  EXPECT_THAT(without.out + without.err, HasSubstr("CPython"));
}

TEST_F(Bundle, SaysUnderWhichTermsItMayBePassedOn) {
  EXPECT_TRUE(fs::exists(bundle() / "licenses/parallax"));
  if (run({"/bin/sh", "-c", "command -v dpkg-query"}).status != 0) return;
  EXPECT_EQ(complaints, "");
  for (const std::string part : {"libfmt", "libbenchmark", "libstdc++"})
    EXPECT_THAT(run({"/bin/ls", bundle() / "licenses"}).out, HasSubstr(part));
}

TEST(BundleScript, SaysWhatIsWrong) {
  const auto mistaken = run({script, "--form=build"});
  EXPECT_EQ(mistaken.status, 2);
  EXPECT_THAT(mistaken.err, AllOf(HasSubstr("there is no --form=build"), HasSubstr("usage: scripts/bundle")));
  const Folder folder;
  const auto no_root = run({script, "--check=" + (folder / "").string(), "a.tar.gz"});
  EXPECT_EQ(no_root.status, 1);
  EXPECT_THAT(no_root.err, HasSubstr("is no root of a system"));
  EXPECT_THAT(run({script, "--check=/", "no.tar.gz"}).err, HasSubstr("there is no archive"));
}

}  // namespace
}  // namespace parallax::testing

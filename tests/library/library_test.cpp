// SPDX-License-Identifier: MIT
//
// Projects outside of this tree that have Parallax installed, fetched or in a folder: they build, and what they
// build measures. The installed tree is moved to another place before anybody uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

const std::string consumer = PARALLAX_SOURCE_DIR "/tests/library/consumer";

class Consumer : public ::testing::Test {
 protected:
  std::string build() const { return folder / "build"; }

  void configure(std::vector<std::string> words) const {
    words.insert(words.begin(), {CMAKE_PROGRAM, "-S", consumer, "-B", build(), "-Wno-dev",
                                 "-DCMAKE_CXX_COMPILER=" CXX_COMPILER});
    const auto result = run(std::move(words));
    ASSERT_EQ(result.status, 0) << result.out << result.err;
  }
  void make(std::vector<std::string> targets) const {
    targets.insert(targets.begin(), {CMAKE_PROGRAM, "--build", build(), "-j2", "--target"});
    const auto result = run(std::move(targets));
    ASSERT_EQ(result.status, 0) << result.out << result.err;
  }
  void expect_measures(const std::string& program, const std::string& runtimes) const {
    const auto result = run({build() + "/" + program, "--smoke", "--workers=2", "--runtimes=" + runtimes});
    EXPECT_EQ(result.status, 0) << result.out << result.err;
  }

  // What "all" builds is its own programs, and of Parallax only what they link.
  void expect_builds_no_more() const {
    const auto commands = run({NINJA_PROGRAM, "-C", build(), "-t", "commands", "all"});
    EXPECT_EQ(commands.status, 0) << commands.err;
    EXPECT_THAT(commands.out, AllOf(HasSubstr("libparallax.a"), HasSubstr("-o mybench"),
                                    Not(HasSubstr("reports/")), Not(HasSubstr("/cube.cpp"))));
  }

  const Folder folder;
};

// One installation for all of them, which nobody changes.
class InstalledConsumer : public Consumer {
 protected:
  static void SetUpTestSuite() {
    place = std::make_unique<Folder>();
    const std::string there = *place / "there";
    for (const std::string component : {"library", "mpi"}) {
      const auto result =
          run({CMAKE_PROGRAM, "--install", PARALLAX_BUILD_DIR, "--component", component, "--prefix", there});
      ASSERT_EQ(result.status, 0) << result.err;
    }
    fs::rename(there, prefix());
  }
  static void TearDownTestSuite() { place.reset(); }
  static std::string prefix() { return *place / "moved-here"; }

  static std::unique_ptr<Folder> place;
};
std::unique_ptr<Folder> InstalledConsumer::place;

TEST_F(InstalledConsumer, MeasuresItsOwnWork) {
  ASSERT_NO_FATAL_FAILURE(configure({"-G", "Ninja", "-DWAY=package", "-DCMAKE_PREFIX_PATH=" + prefix()}));
  ASSERT_NO_FATAL_FAILURE(make({"all"}));
  expect_measures("mybench", "serial,threads,fork-spawn,my_pool");
  expect_measures("second", "serial,forkserver,fork-pipe");
  EXPECT_THAT(run({build() + "/second", "--list-kernels"}).out,
              AllOf(HasSubstr("texts"), HasSubstr("moves"), HasSubstr("paths")));
  const auto listed = run({build() + "/mybench", "--list-runtimes"}).out;
  EXPECT_THAT(listed, AllOf(HasSubstr("my_pool"), HasSubstr("process-per-task"), HasSubstr("gil")));
  EXPECT_THAT(run({build() + "/mybench", "--list-kernels"}).out,
              AllOf(HasSubstr("collatz"), Not(HasSubstr("cube"))));
  if (listed.find("\nmpi ") != listed.npos && listed.find("missing") == listed.npos)
    expect_measures("mybench", "mpi");
  const std::string conformance = build() + "/my_pool_conformance";
  const auto conforms = run({conformance, "--gtest_brief=1"});
  EXPECT_EQ(conforms.status, 0) << conforms.out;
  EXPECT_THAT(run({conformance, "--gtest_list_tests"}).out,
              AllOf(HasSubstr("my_pool_8"), HasSubstr("Runtimes/TreeConformance."),
                    HasSubstr("RuntimesWithoutGraphs.")));
}

// libc++ is told by a macro of its own, and few machines have it.
TEST_F(InstalledConsumer, IsToldThatItsLibraryOfCxxIsAnother) {
  const auto result = run({CMAKE_PROGRAM, "-S", consumer, "-B", build(), "-Wno-dev", "-DWAY=package",
                           "-DCMAKE_CXX_COMPILER=" CXX_COMPILER, "-DCMAKE_CXX_FLAGS=-D_LIBCPP_VERSION=160000",
                           "-DCMAKE_PREFIX_PATH=" + prefix()});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("Parallax is built with libstdc++"));
}

TEST_F(Consumer, IsToldThatGoogleTestIsMissing) {
  std::ofstream(folder / "wants.cmake")
      << "set(CMAKE_DISABLE_FIND_PACKAGE_GTest ON)\n"
         "include(" PARALLAX_SOURCE_DIR
         "/library/ParallaxBench.cmake)\nparallax_add_conformance(my_pool.cpp)\n";
  const auto result = run({CMAKE_PROGRAM, "-P", folder / "wants.cmake"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("parallax_add_conformance needs GoogleTest, which was not found"));
}

TEST_F(InstalledConsumer, UsesMakeAndSharedLibrariesOfItsOwn) {
  ASSERT_NO_FATAL_FAILURE(configure(
      {"-G", "Unix Makefiles", "-DWAY=package", "-DBUILD_SHARED_LIBS=ON", "-DParallax_ROOT=" + prefix()}));
  ASSERT_NO_FATAL_FAILURE(make({"mybench"}));
  expect_measures("mybench", "serial,fork,my_pool");
}

TEST_F(Consumer, NeedsNoInstallation) {
  ASSERT_NO_FATAL_FAILURE(configure({"-G", "Ninja", "-DWAY=package", "-DParallax_DIR=" PARALLAX_BUILD_DIR}));
  ASSERT_NO_FATAL_FAILURE(make({"mybench"}));
  expect_measures("mybench", "serial,threads,my_pool");
}

TEST_F(InstalledConsumer, ShowsNothingOfOurTree) {
  for (const auto& entry : fs::recursive_directory_iterator(prefix())) {
    const auto extension = entry.path().extension();
    if (!entry.is_regular_file() || extension == ".a" || extension == ".so") continue;
    const std::string text = content_of(entry.path());
    for (const char* ours :
         {"\"benches/", "\"runtimes/", "\"support/", PARALLAX_SOURCE_DIR, "CMAKE_SOURCE_DIR"})
      EXPECT_THAT(text, Not(HasSubstr(ours))) << entry.path();
  }
}

// The process pools are a library for whoever has no work to measure.
TEST_F(InstalledConsumer, NeedsNoCMake) {
  std::ofstream(folder / "pool.cpp") << R"cpp(
#include <parallax/runtimes/arena.hpp>
#include <parallax/runtimes/process/pool.hpp>
#include <parallax/runtimes/process/worker_main.hpp>

    int main(int argc, char** argv) {
      if (const auto status = parallax::serve_as_worker(argc, argv)) return *status;
      parallax::Arena arena;
      const auto squares = arena.allocate_array<double>(1000);
      parallax::ProcessPool pool({.workers = 2, .start = parallax::StartMethod::forkserver});
      parallax::MapJob job;
      job.items = squares.size();
      job.grain = 100;
      job.out = std::as_writable_bytes(squares);
      job.run = [](const parallax::MapJob& its_job, parallax::Range chunk, parallax::Worker&) {
        auto* out = reinterpret_cast<double*>(its_job.out.data());
        for (std::size_t i = chunk.begin; i < chunk.end; ++i) out[i] = static_cast<double>(i * i);
      };
      pool.map(job);
      return squares.back() == 999.0 * 999.0 ? 0 : 1;
    }
  )cpp";
  if (run({"/bin/sh", "-c", "command -v pkg-config"}).status != 0) GTEST_SKIP() << "there is no pkg-config";
  const auto result =
      run({"/bin/sh", "-c",
           "cd '" + std::string(folder / "") + "' && export PKG_CONFIG_PATH=$(dirname $(find " + prefix() +
               " -name parallax.pc)) && " CXX_COMPILER
               " -Wall -Wextra -Werror -o pool pool.cpp $(pkg-config --cflags --libs parallax) && ./pool"});
  EXPECT_EQ(result.status, 0) << result.out << result.err;
}

// What is installed is the same library, so only the project's own files are compiled here.
TEST_F(Consumer, HasFetchedIt) {
  ASSERT_NO_FATAL_FAILURE(configure({"-G", "Ninja", "-DWAY=fetched", "-DPARALLAX=" PARALLAX_SOURCE_DIR}));
  ASSERT_NO_FATAL_FAILURE(
      make({"CMakeFiles/mybench.dir/collatz.cpp.o", "CMakeFiles/mybench.dir/my_pool.cpp.o"}));
  expect_builds_no_more();
}

TEST_F(Consumer, HasItInAFolder) {
  ASSERT_NO_FATAL_FAILURE(configure({"-G", "Ninja", "-DWAY=folder", "-DPARALLAX=" PARALLAX_SOURCE_DIR}));
  expect_builds_no_more();
}

// What a new user does: the installed command writes a project, which is built and measures.
class InstalledCommand : public ::testing::Test {
 protected:
  InstalledCommand() {
    const auto result = run({CMAKE_PROGRAM, "--install", PARALLAX_BUILD_DIR, "--prefix", folder / "prefix"});
    EXPECT_EQ(result.status, 0) << result.err;
  }
  Program::Result parallax(const std::string& words) const {
    return run(
        {"/bin/sh", "-c", "cd '" + std::string(folder / "") + "' && PATH=$PWD/prefix/bin:$PATH && " + words});
  }

  const Folder folder;
};

TEST_F(InstalledCommand, MakesAProjectThatMeasures) {
  const auto made =
      parallax("parallax new my-work && cd my-work && cmake -B build -DCMAKE_CXX_COMPILER=" CXX_COMPILER
               " && cmake --build build && build/my-work --smoke --workers=2 --runtimes=serial,fork-spawn"
               " --benchmark_out=r.json && parallax report r.json -o page.html && test -s page.html");
  EXPECT_EQ(made.status, 0) << made.out << made.err;
  EXPECT_THAT(made.out, AllOf(HasSubstr("digit_sums"), HasSubstr("fork-spawn")));
  EXPECT_THAT(content_of(folder / "my-work/build/CMakeFiles/my-work.dir/flags.make"), HasSubstr("-O3"));
  for (const auto& entry : fs::recursive_directory_iterator(folder / "my-work")) {
    const bool is_built = std::string(entry.path()).find("/build/") != std::string::npos;
    if (!entry.is_regular_file() || is_built) continue;
    EXPECT_THAT(content_of(entry.path()), Not(HasSubstr("NAME_OF_PROJECT")));
  }
}

TEST_F(InstalledCommand, StandsInFrontOfAllPrograms) {
  EXPECT_THAT(parallax("parallax bench --smoke --workers=1 cube/serial").out, HasSubstr("cube"));
  EXPECT_EQ(parallax("parallax compare --workers=1 --iterations=1 -- true").status, 0);
  for (const std::string program : {"bench", "compare", "report", "gate", "claims"})
    EXPECT_EQ(parallax("parallax " + program + " --help").status, 0) << program;
  for (const auto& [words, message] :
       std::vector<std::pair<std::string, std::string>>{{"parallax", "usage: parallax COMMAND"},
                                                        {"parallax mesure", "there is no command 'mesure'"},
                                                        {"parallax new", "what is the project to be called?"},
                                                        {"parallax compare", "name the programs behind"},
                                                        {"parallax compare true", "name the programs behind"},
                                                        {"parallax new a/b", "is no name of letters"},
                                                        {"parallax new all", "is a target of every project"},
                                                        {"parallax new prefix", "prefix is there already"}}) {
    const auto result = parallax(words);
    EXPECT_EQ(result.status, 2) << words;
    EXPECT_THAT(result.err, HasSubstr(message));
  }
}

}  // namespace
}  // namespace parallax::testing

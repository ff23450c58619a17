// SPDX-License-Identifier: MIT
//
// scripts/bench when it is interrupted, killed, or loses its terminal: what is complete is kept and shown. It runs in a tree
// of its own, with the real programs and nothing to build.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class BenchScript : public ::testing::Test {
 protected:
  BenchScript() {
    for (const char* made : {"scripts", "bin", "benches", "build/release"})
      fs::create_directories(folder / made);
    fs::copy_file(fs::path(PARALLAX_SOURCE_DIR) / "scripts/bench", folder / "scripts/bench");
    for (const char* name : {"benches/harness", "runtimes"})  // in which flags are looked up
      fs::create_directory_symlink(fs::path(PARALLAX_SOURCE_DIR) / name, folder / name);
    fs::create_symlink(BENCH_PROGRAM, folder / "build/release/bench");
    fs::create_symlink(REPORT_PROGRAM, folder / "build/release/report");
    fs::create_symlink("/bin/true", folder / "scripts/setup");
    fs::create_symlink("/bin/true", folder / "bin/cmake");
  }

  std::string words() const {
    return "PATH='" + (folder / "bin").string() + "':$PATH exec '" + (folder / "scripts/bench").string() +
           "' --full sleep --runtimes=serial,threads --workers=2 --sizes=4 --parameter=microseconds:12000 "
           "--iterations=1 --benchmark_repetitions=8";
  }
  // The one file of results/ that ends so; empty if there is none.
  fs::path result(const std::string& ending) const {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder / "results", none))
      if (entry.path().string().ends_with(ending)) return entry.path();
    return {};
  }
  bool has_measured(std::ptrdiff_t runs) const {
    const auto text = content_of(result(".json.journal"));
    return std::count(text.begin(), text.end(), '\n') > runs;
  }
  void expect_kept() const {
    EXPECT_THAT(content_of(result(".json")), HasSubstr("sleep/serial"));
    EXPECT_THAT(content_of(result(".html")), HasSubstr("sleep"));
    EXPECT_THAT(content_of(result(".json")), Not(HasSubstr("interrupted")));
  }

  const Folder folder;
};

TEST_F(BenchScript, PassesASignalToItselfOn) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    Program program({"/bin/sh", "-c", words()});
    ASSERT_TRUE(eventually([&] { return has_measured(3) || !program.running(); }));
    kill(program.pid(), signal);
    const auto ended = program.wait();
    EXPECT_EQ(ended.status, 128 + signal) << ended.err;
    EXPECT_THAT(ended.err, Not(HasSubstr("failed")));
    EXPECT_THAT(ended.out, HasSubstr("page     "));
    expect_kept();
    EXPECT_TRUE(program.processes().empty());
    fs::remove_all(folder / "results");
  }
}

TEST_F(BenchScript, KeepsWhatIsCompleteWhenItsTerminalIsClosed) {
  if (!fs::exists("/usr/bin/script")) GTEST_SKIP() << "there is no script(1) to make a terminal";
  Program program({"/usr/bin/script", "-qec", words(), "/dev/null"});
  ASSERT_TRUE(eventually([&] { return has_measured(3) || !program.running(); }));
  kill(program.pid(), SIGKILL);
  program.wait();
  EXPECT_TRUE(eventually([&] { return program.processes().empty(); }));
  expect_kept();
}

TEST_F(BenchScript, ShowsTheJournalOfABenchThatWasKilledAndGoesOnWithIt) {
  Program program({"/bin/sh", "-c", words()});
  ASSERT_TRUE(eventually([&] { return has_measured(3) || !program.running(); }));
  for (const pid_t process : program.processes()) {
    const auto line = command_line(process);
    if (line.find("release/bench --progress") != std::string::npos) kill(process, SIGKILL);
  }
  const auto ended = program.wait();
  EXPECT_EQ(ended.status, 137) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr(".json.journal"));
  EXPECT_TRUE(fs::exists(result(".html")));
  const auto again =
      run({"/bin/sh", "-c",
           "PATH='" + (folder / "bin").string() + "':$PATH exec '" + (folder / "scripts/bench").string() +
               "' --resume=" + result(".json.journal").string()});
  EXPECT_EQ(again.status, 0) << again.err;
  expect_kept();
  EXPECT_TRUE(result(".json.journal").empty());
}

}  // namespace
}  // namespace parallax::testing

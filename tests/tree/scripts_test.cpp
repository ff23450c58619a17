// SPDX-License-Identifier: MIT
//
// What scripts/ answer to somebody who only wants to know, or who mistypes: help or usage, and nothing is
// done. They run in a copy of the tree, with nothing in PATH that could set up, build or measure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const fs::path root = PARALLAX_SOURCE_DIR;

std::vector<std::string> scripts() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(root / "scripts"))
    if (entry.is_regular_file()) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

class Scripts : public ::testing::Test {
 protected:
  Scripts() {
    fs::create_directory(folder / "bin");
    for (const std::string tool : {"sh", "env", "dirname", "basename", "sed", "grep", "tr", "cat", "python3"})
      for (const std::string place : {"/usr/bin/", "/bin/"})
        if (fs::exists(place + tool) && !fs::exists(folder / ("bin/" + tool)))
          fs::create_symlink(place + tool, folder / ("bin/" + tool));
    copy("scripts");
  }

  void copy(const std::string& name) const {
    fs::create_directories(folder / ("tree/" + name));
    fs::copy(root / name, folder / ("tree/" + name), fs::copy_options::recursive);
  }

  Program::Result run(std::vector<std::string> words) const {
    words[0] = (folder / ("tree/scripts/" + words[0])).string();
    words.insert(words.begin(), {"/usr/bin/env", "-i", "PATH=" + (folder / "bin").string(),
                                 "HOME=" + (folder / "").string(), "LC_ALL=C.UTF-8"});
    return parallax::testing::run(words);
  }

  // Every file of the tree, with what is in it.
  std::map<std::string, std::size_t> tree() const {
    std::map<std::string, std::size_t> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "tree"))
      files[entry.path().lexically_relative(folder / "tree")] =
          entry.is_regular_file() ? std::hash<std::string>()(content_of(entry.path())) : 0;
    return files;
  }

  const Folder folder;
};

class EachScript : public Scripts, public ::testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    const bool needs_python = content_of(root / "scripts" / GetParam()).find("python3") != std::string::npos;
    if (needs_python && !fs::exists(folder / "bin/python3")) GTEST_SKIP() << "there is no python3";
    if (needs_python) copy("benches/peers/python");
  }
};

TEST_P(EachScript, HelpsAndDoesNothingElse) {
  const auto before = tree();
  for (const std::string flag : {"--help", "-h"}) {
    const auto result = run({GetParam(), flag});
    EXPECT_EQ(result.status, 0) << flag << ": " << result.err;
    EXPECT_THAT(result.err, IsEmpty());
    EXPECT_THAT(result.out, StartsWith("usage: ")) << flag;
    EXPECT_THAT(result.out, HasSubstr(GetParam()));
    for (const auto& line : lines_of(result.out)) EXPECT_LE(line.size(), 80u) << line;
  }
  EXPECT_EQ(tree(), before);
}

TEST_P(EachScript, RefusesAMistypedFlagBeforeItDoesAnything) {
  const auto before = tree();
  const auto result = run({GetParam(), "--no-such-flag"});
  EXPECT_EQ(result.status, 2) << result.out << result.err;
  EXPECT_THAT(result.err, HasSubstr("usage: "));
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_EQ(tree(), before);
}

INSTANTIATE_TEST_SUITE_P(Scripts, EachScript, ::testing::ValuesIn(scripts()), [](const auto& one) {
  std::string name = one.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// A shell that a signal ends does nothing at its end, unless that signal has a trap too.
TEST_F(Scripts, TidyUpWhenASignalEndsThem) {
  int tidy = 0;
  for (const std::string place : {"scripts", "tests", ".ci"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / place)) {
      if (!entry.is_regular_file()) continue;
      const std::string text = content_of(entry.path());
      if (text.rfind("#!/bin/sh\n", 0) != 0) continue;
      if (text.find("$(mktemp") != std::string::npos) {
        EXPECT_THAT(text, HasSubstr("' EXIT\n")) << entry.path();
      }
      if (text.find(" EXIT\n") == std::string::npos) continue;
      EXPECT_TRUE(std::regex_search(text, std::regex("\\n *trap [^\\n]* INT TERM HUP"))) << entry.path();
      ++tidy;
    }
  }
  EXPECT_GT(tidy, 5);
}

// scripts/bench knows the flags of a program that is not built yet.
TEST_F(Scripts, BenchKnowsEveryFlagOfBench) {
  copy("benches/harness");
  copy("runtimes");
  // Without the flag of somebody else's program.
  const auto help = std::regex_replace(parallax::testing::run({BENCH_PROGRAM, "--help"}).out,
                                       std::regex("--[a-z]+=\\{workers\\}"), "");
  std::vector<std::string> words{"bench", "--probes"};
  const std::regex flag("--[a-z][a-z_-]*");
  for (std::sregex_iterator one(help.begin(), help.end(), flag), end; one != end; ++one)
    if (one->str() != "--help") words.push_back(one->str() + "=1");
  EXPECT_GT(words.size(), 15u) << help;
  words.push_back("--help");
  const auto result = run(words);
  EXPECT_EQ(result.status, 0) << result.err;
  for (const std::string mistake : {"--thread=4", "--threads=4", "-j4"})
    EXPECT_THAT(run({"bench", mistake}).err, HasSubstr("did you mean --workers?")) << mistake;
}

TEST_F(Scripts, GateKnowsItsOptionsBeforeItBuilds) {
  if (!fs::exists("/usr/bin/git")) GTEST_SKIP() << "there is no git";
  copy("reports/gate");
  fs::create_symlink("/usr/bin/git", folder / "bin/git");
  EXPECT_THAT(run({"gate", "no-such-commit"}).err, HasSubstr("there is no commit no-such-commit"));
  const auto git = [&](std::vector<std::string> words) {
    words.insert(words.begin(),
                 {"/usr/bin/git", "-C", folder / "tree", "-c", "user.name=n", "-c", "user.email=e"});
    return parallax::testing::run(words).status;
  };
  ASSERT_EQ(git({"init", "-q"}), 0);
  ASSERT_EQ(git({"commit", "-q", "--allow-empty", "-m", "one"}), 0);
  const auto result = run({"gate", "HEAD", "--budgt=5m"});
  EXPECT_EQ(result.status, 2) << result.err;
  EXPECT_THAT(result.err, HasSubstr("gate has no --budgt"));
  EXPECT_EQ(run({"gate", "HEAD", "--budget=5m", "--filter=x", "--threshold=3", "--json=x", "--help"}).status,
            0);
}

}  // namespace
}  // namespace parallax::testing

// SPDX-License-Identifier: MIT
//
// Man pages and completion as they are installed: every flag of every --help is in them, and shells understand them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

// Commands with flags of their own.
const std::vector<std::string> commands{"bench",
                                        "report",
                                        "claims",
                                        "gate",
                                        "gate aa-test",
                                        "gate inject-test",
                                        "gate history append",
                                        "gate history show"};

class Manuals : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    place = std::make_unique<Folder>();
    const auto result = run(
        {CMAKE_PROGRAM, "--install", PARALLAX_BUILD_DIR, "--component", "programs", "--prefix", *place / ""});
    ASSERT_EQ(result.status, 0) << result.err;
  }
  static void TearDownTestSuite() { place.reset(); }

  static std::string share(const std::string& name) { return *place / ("share/" + name); }
  static Program::Result shell(const std::string& words) { return run({"/bin/sh", "-c", words}); }
  static bool is_there(const std::string& program) { return shell("command -v " + program).status == 0; }

  static std::unique_ptr<Folder> place;
};
std::unique_ptr<Folder> Manuals::place;

// As lines of --help begin with them.
std::set<std::string> flags_of(const std::string& command) {
  const auto help = run({"/bin/sh", "-c", PARALLAX_BUILD_DIR "/" + command + " --help"});
  EXPECT_EQ(help.status, 0) << command;
  std::set<std::string> flags;
  const std::regex line("\n  (?:-\\w,)?(--[a-z][a-z_-]*)(?:,(--[a-z-]+))?");
  for (std::sregex_iterator at(help.out.begin(), help.out.end(), line), end; at != end; ++at)
    for (const auto& flag : {(*at)[1].str(), (*at)[2].str()})
      if (!flag.empty()) flags.insert(flag);
  EXPECT_THAT(flags, ::testing::Contains("--help")) << command;
  return flags;
}

std::string replaced(std::string text, char one, const std::string& other) {
  for (auto at = text.find(one); at != text.npos; at = text.find(one, at + other.size()))
    text.replace(at, 1, other);
  return text;
}

TEST_F(Manuals, HaveEveryFlagOfEveryHelp) {
  const auto bash = content_of(share("bash-completion/completions/parallax"));
  const auto zsh = content_of(share("zsh/site-functions/_parallax"));
  const auto fish = content_of(share("fish/vendor_completions.d/parallax.fish"));
  for (const auto& command : commands) {
    const auto program = command.substr(0, command.find(' '));
    const auto page = shell("gzip -dcf " + share("man/man1/parallax-" + program) + ".1*").out;
    const auto function = "\n_parallax_" + replaced(replaced(command, ' ', "_"), '-', "_") + "() {";
    ASSERT_THAT(bash, HasSubstr(function));
    ASSERT_THAT(zsh, HasSubstr(function));
    const auto in_bash =
        bash.substr(bash.find(function), bash.find("\n}", bash.find(function)) - bash.find(function));
    const auto in_zsh =
        zsh.substr(zsh.find(function), zsh.find("\n}", zsh.find(function)) - zsh.find(function));
    for (const auto& flag : flags_of(command)) {
      EXPECT_THAT(page, HasSubstr("\\fB" + replaced(flag, '-', "\\-") + "\\fP")) << command;
      EXPECT_TRUE(std::regex_search(in_bash, std::regex("[' ]" + flag + "[=' ]"))) << command << ' ' << flag;
      EXPECT_TRUE(std::regex_search(in_zsh, std::regex("'" + flag + "=?\\["))) << command << ' ' << flag;
      EXPECT_TRUE(
          std::regex_search(fish, std::regex("'_parallax_is " + command + "' -l " + flag.substr(2) + " ")))
          << command << ' ' << flag;
    }
  }
}

TEST_F(Manuals, AreReadWithoutWarnings) {
  if (!is_there("man")) GTEST_SKIP() << "there is no man";
  for (const std::string page :
       {"parallax", "parallax-bench", "parallax-report", "parallax-gate", "parallax-claims"}) {
    const auto shown =
        shell("LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l " + share("man/man1/" + page) + ".1*");
    EXPECT_EQ(shown.status, 0) << page;
    EXPECT_THAT(shown.err, IsEmpty()) << page;
    EXPECT_THAT(shown.out, HasSubstr("NAME\n       " + page)) << page;
  }
}

TEST_F(Manuals, CompleteInBash) {
  if (!is_there("bash")) GTEST_SKIP() << "there is no bash";
  std::ofstream(*place / "try") << "source " << share("bash-completion/completions/parallax") << R"(
compopt() { :; }
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_parallax
echo "${COMPREPLY[*]}")";
  const auto offered = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"/usr/bin/env", "bash", *place / "try", "parallax"});
    const auto result = run(words);
    EXPECT_THAT(result.err, IsEmpty());
    return result.out;
  };
  EXPECT_EQ(offered({"re"}), "report\n");
  EXPECT_EQ(offered({"bench", "--worker"}), "--workers=\n");
  EXPECT_EQ(offered({"bench", "--workers", "=", "1", "cub"}), "cube\n");
  EXPECT_EQ(offered({"compare", "--worker"}), "--workers=\n");
  EXPECT_EQ(offered({"gate", "history", ""}), "append show\n");
  EXPECT_THAT(offered({"gate", "aa-test", "--"}), HasSubstr("--raw="));
  EXPECT_EQ(offered({"bench", "--load", "=", "./lib"}), "\n");
}

TEST_F(Manuals, AreUnderstoodByOtherShells) {
  if (is_there("zsh")) {
    EXPECT_THAT(shell("zsh -n " + share("zsh/site-functions/_parallax")).err, IsEmpty());
  }
  if (is_there("fish")) {
    EXPECT_THAT(shell("fish -n " + share("fish/vendor_completions.d/parallax.fish")).err, IsEmpty());
  }
}

TEST_F(Manuals, HaveNoOtherForm) {
  for (const std::string program : {"bench", "report", "gate", "claims"})
    EXPECT_EQ(shell(PARALLAX_BUILD_DIR "/" + program + " --manual=csh").status, 2) << program;
}

}  // namespace
}  // namespace parallax::testing

// SPDX-License-Identifier: MIT
//
// scripts/setup where not everything can be had: behind a firewall, without root, on another release. Nothing
// is installed: apt-get, npm and the like are played by scripts, and nothing else that could do so is in
// PATH.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const fs::path repository = PARALLAX_SOURCE_DIR;

// All that setup asks for, a line each.
std::string packages() {
  std::istringstream lines(content_of(repository / "scripts/setup"));
  std::string line, names;
  while (std::getline(lines, line) && line != "  done <<'END'") {
  }
  while (std::getline(lines, line) && line != "END") {
    std::istringstream words(line);
    std::string group, package;
    words >> group >> package;
    names += package + '\n';
  }
  return names;
}

class Setup : public ::testing::Test {
 protected:
  Setup() {
    fs::create_directories(folder / "bin");
    fs::create_directories(folder / "tree/scripts");
    for (const std::string tool : {"sh", "env", "dirname", "sed", "grep", "tr", "cat", "head", "sort", "rm",
                                   "mkdir", "cp", "mv", "cksum", "find", "timeout", "mktemp"})
      fs::create_symlink(fs::exists("/usr/bin/" + tool) ? "/usr/bin/" + tool : "/bin/" + tool,
                         folder / ("bin/" + tool));
    for (const std::string file : {"scripts/setup", "package.json", "package-lock.json", ".npmrc"})
      fs::copy(repository / file, folder / ("tree/" + file));
    write("os-release", "ID=debian\n");
    write("unknown", "no-such-package\n");  // to apt-get
    write("calls", "");
    write("installed", packages());
    program("dpkg-query",
            R"(while read -r package; do printf '<%s installed>' "$package"; done <"$HOME/installed")");
    program("apt-get", R"(echo "apt-get $*" >>"$HOME/calls"
case " $* " in *' update '*) exit ;; esac
for word; do
  case $word in -* | Acquire* | install) continue ;; esac
  ! grep -qxF "$word" "$HOME/unknown" || { echo "E: Unable to locate package $word"; exit 100; }
done
for word; do echo "$word" >>"$HOME/installed"; done)");
    program("id", "echo 1000");
    program("sudo", R"([ "$1" != -n ] || shift
case $1 in env) exec "$@" ;; esac)");
    program("node", ":");
    program(
        "npm",
        R"(echo "npm $*" >>"$HOME/calls"; mkdir -p node_modules/vega && echo new >node_modules/vega/package.json)");
  }

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }

  void program(const std::string& name, const std::string& text) const {
    write("bin/" + name, "#!/bin/sh\n" + text + "\n");
    ::chmod((folder / ("bin/" + name)).c_str(), 0755);
  }

  void uninstall(const std::string& package) const {
    auto text = content_of(folder / "installed");
    const auto at = ("\n" + text).find("\n" + package + "\n");
    ASSERT_NE(at, std::string::npos) << package;
    write("installed", text.erase(at, package.size() + 1));
  }

  std::string calls() const { return content_of(folder / "calls"); }
  bool is_there(const std::string& name) const { return fs::exists(folder / ("tree/" + name)); }

  std::vector<std::string> command(std::vector<std::string> words,
                                   std::vector<std::string> environment = {}) const {
    std::vector<std::string> all{"/usr/bin/env", "-i", "PATH=" + (folder / "bin").string(),
                                 "HOME=" + (folder / "").string(),
                                 "PARALLAX_OS_RELEASE=" + (folder / "os-release").string()};
    all.insert(all.end(), environment.begin(), environment.end());
    all.push_back((folder / "tree/scripts/setup").string());
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }
  Program::Result run(std::vector<std::string> words, std::vector<std::string> environment = {}) const {
    return parallax::testing::run(command(std::move(words), std::move(environment)));
  }

  const Folder folder;
};

TEST_F(Setup, SaysNothingWhereAllIsThere) {
  EXPECT_EQ(run({"bench"}).status, 0);
  EXPECT_TRUE(is_there("node_modules/vega/package.json"));
  const auto again = run({"bench"});
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.out + again.err, IsEmpty());
  EXPECT_THAT(calls(), Not(HasSubstr("apt-get")));
  EXPECT_EQ(calls().find("npm"), calls().rfind("npm"));  // once
}

TEST_F(Setup, GoesOnWhereNpmFailsAndSaysWhatIsMissing) {
  program("npm", R"(echo "npm $*" >>"$HOME/calls"; mkdir node_modules
echo 'npm ERR! code ECONNREFUSED'; echo 'npm ERR! syscall connect'; exit 1)");
  const auto result = run({"bench"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("no charts in the report's page"));
  EXPECT_THAT(result.err, HasSubstr("ECONNREFUSED"));
  EXPECT_FALSE(is_there("node_modules"));
  // It is not asked at every run, but whenever somebody wants it to be.
  const auto later = run({"bench"});
  EXPECT_EQ(later.status, 0);
  EXPECT_THAT(later.err, HasSubstr("--again"));
  EXPECT_EQ(calls().find("npm"), calls().rfind("npm"));
  run({"--again", "bench"});
  EXPECT_NE(calls().find("npm"), calls().rfind("npm"));
}

TEST_F(Setup, DoesNotWaitForAnNpmThatHangs) {
  program("npm", "exec /bin/sleep 1000");
  Program hanging(command({"bench"}, {"PARALLAX_NPM_SECONDS=1"}));
  const auto result = hanging.wait();
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("npm did not end within 1 s"));
  EXPECT_TRUE(eventually([&] { return hanging.processes().empty(); }));
  EXPECT_FALSE(is_there("node_modules"));
}

TEST_F(Setup, NeverTakesAwayPackagesOfNodeBeforeItHasNewOnes) {
  fs::create_directories(folder / "tree/node_modules/vega");
  write("tree/node_modules/vega/package.json", "old\n");
  program("npm", "mkdir -p node_modules/half; exit 1");
  EXPECT_EQ(run({"bench"}).status, 0);
  EXPECT_EQ(content_of(folder / "tree/node_modules/vega/package.json"), "old\n");
  EXPECT_FALSE(is_there("node_modules/half"));
  program("npm", "mkdir -p node_modules/vega; echo new >node_modules/vega/package.json");
  EXPECT_EQ(run({"--again", "bench"}).status, 0);
  EXPECT_EQ(content_of(folder / "tree/node_modules/vega/package.json"), "new\n");
}

TEST_F(Setup, GoesOnWithoutNode) {
  fs::remove(folder / "bin/node");
  fs::remove(folder / "bin/npm");
  uninstall("nodejs");
  uninstall("npm");
  write("unknown", "nodejs\nnpm\n");
  const auto result = run({"bench"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("nodejs: no charts in the report's page"));
  EXPECT_THAT(result.err, HasSubstr("there is no node, or no npm"));
}

TEST_F(Setup, InstallsWhatItCanAndNamesWhatTheRestCosts) {
  for (const auto* package : {"libmpich-dev", "libhwloc-dev", "libfmt-dev"}) uninstall(package);
  write("unknown", "libmpich-dev\n");
  const auto result = run({"bench"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("libmpich-dev: no runtime mpi on MPICH"));
  EXPECT_THAT(result.err, Not(HasSubstr("hwloc")));
  for (const auto* package : {"libhwloc-dev", "libfmt-dev"})
    EXPECT_THAT(content_of(folder / "installed"), HasSubstr(package));
  const auto tried = calls();
  EXPECT_EQ(run({"bench"}).status, 0);
  EXPECT_EQ(calls(), tried);
}

TEST_F(Setup, FailsWithoutWhatNothingCanBeBuiltWithout) {
  uninstall("libfmt-dev");
  write("unknown", "libfmt-dev\n");
  const auto result = run({"bench"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("Unable to locate package libfmt-dev"));
  EXPECT_THAT(result.err, HasSubstr("apt-get did not install libfmt-dev"));
  EXPECT_THAT(result.err, HasSubstr("apt-get install --no-install-recommends libfmt-dev"));
}

TEST_F(Setup, NeedsRootOnlyForWhatIsNeeded) {
  fs::remove(folder / "bin/sudo");
  uninstall("libhwloc-dev");
  const auto part = run({"bench"});
  EXPECT_EQ(part.status, 0) << part.err;
  EXPECT_THAT(part.err, HasSubstr("libhwloc-dev: no topology in results"));
  uninstall("libbenchmark-dev");
  const auto core = run({"bench"});
  EXPECT_EQ(core.status, 1);
  EXPECT_THAT(core.err, HasSubstr("there is no sudo"));
  EXPECT_THAT(calls(), Not(HasSubstr("apt-get")));
}

TEST_F(Setup, WantsEverythingInContinuousIntegration) {
  uninstall("libmpich-dev");
  write("unknown", "libmpich-dev\n");
  EXPECT_EQ(run({"bench"}, {"CI=true"}).status, 1);
  write("unknown", "");
  EXPECT_EQ(run({"bench"}, {"CI=true"}).status, 0);
  fs::remove_all(folder / "tree/node_modules");
  program("npm", "exit 1");
  const auto result = run({"bench"}, {"CI=true"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("package-lock.json"));
}

TEST_F(Setup, NamesWhatIsMissingOnAnotherSystem) {
  write("os-release", "ID=fedora\n");
  for (const std::string tool : {"cmake", "ninja", "git", "pkg-config", "mpirun.openmpi"}) program(tool, ":");
  program("c++", R"(! grep -qf "$HOME/absent")");
  write("absent", "hwloc.h\n");
  const auto part = run({"bench"});
  EXPECT_EQ(part.status, 0) << part.err;
  EXPECT_THAT(part.err, HasSubstr("header hwloc.h (in Fedora: hwloc-devel): no topology in results"));
  EXPECT_THAT(part.err, HasSubstr("dnf install "));
  write("absent", "hwloc.h\nfmt/core.h\n");
  const auto core = run({"bench"});
  EXPECT_EQ(core.status, 1);
  EXPECT_THAT(core.err, HasSubstr("please install\n  header fmt/core.h (in Fedora: fmt-devel)\n"));
  EXPECT_THAT(core.err, Not(HasSubstr("no topology")));
  write("os-release", "ID=endeavouros\nID_LIKE=arch\n");
  EXPECT_THAT(run({"bench"}).err, HasSubstr("pacman -S --needed fmt hwloc"));
  write("os-release", "ID=solus\n");
  const auto unknown = run({"bench"});
  EXPECT_THAT(unknown.err,
              HasSubstr("please install\n  header fmt/core.h (pkg-config: fmt, in Debian: libfmt-dev)\n"));
  EXPECT_THAT(unknown.err, Not(HasSubstr("All that is missing")));
}

// Here too nothing is left.
TEST_F(Setup, TidiesUpWhenASignalEndsIt) {
  write("os-release", "ID=solus\n");
  program("c++", "exit 1");
  program("cmake", ":");
  program("pkg-config", R"(: >"$HOME/waits"; until [ -e "$HOME/go" ]; do /bin/sleep 0.01; done)");
  fs::create_directory(folder / "tmp");
  Program ended(command({"bench"}, {"TMPDIR=" + (folder / "tmp").string()}));
  ASSERT_TRUE(eventually([&] { return fs::exists(folder / "waits"); }));
  EXPECT_FALSE(fs::is_empty(folder / "tmp"));
  kill(ended.pid(), SIGTERM);
  write("go", "");  // a shell looks at signals when what it waits for has ended
  EXPECT_EQ(ended.wait().status, 143);
  EXPECT_TRUE(fs::is_empty(folder / "tmp"));
}

// The formatter and the linter are of one version, which later releases do not have.
TEST_F(Setup, GoesOnWhereTheFormatterIsNotOfOurVersion) {
  for (const auto* package : {"clang-format-14", "clang-tidy-14"}) uninstall(package);
  write("unknown", "clang-format-14\nclang-tidy-14\n");
  const auto result = run({"check"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("clang-format-14: no check of formatting"));
}

}  // namespace
}  // namespace parallax::testing

// SPDX-License-Identifier: MIT
//
// The shape of the repository: what may include what, and that a name means the same everywhere.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "benches/kernels.hpp"
#include "benches/probes.hpp"
#include "runtimes/registry.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

const fs::path root = PARALLAX_SOURCE_DIR;

std::vector<fs::path> sources(const std::string& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".cpp" || extension == ".hpp") found.push_back(entry.path());
  }
  return found;
}

// The files of ours that a file includes, as written: from the root on.
std::vector<std::string> includes(const fs::path& file) {
  static const std::regex include(R"(^#include "([^"]+)\")");
  std::vector<std::string> found;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_search(line, match, include)) found.push_back(match[1]);
  }
  return found;
}

// Each folder and the only beginnings that its includes may have.
TEST(Tree, DependenciesPointOneWay) {
  const std::map<std::string, std::set<std::string>> allowed{
      {"runtimes", {"runtimes/", "runtime_list.inc"}},
      {"benches", {"benches/", "runtimes/", "kernel_list.inc", "probe_list.inc", "channel_list.inc"}},
      {"reports", {"reports/"}},
      // Within: kernels see what a kernel is, the origin's pages, the waist and guards, but no runtime,
      // conductor or host.
      {"benches/kernels",
       {"benches/kernel.hpp", "benches/support/", "benches/origin/page.hpp", "runtimes/job.hpp",
        "runtimes/worker.hpp", "runtimes/arena.hpp", "runtimes/support/descriptor.hpp",
        "runtimes/support/mapping.hpp"}}};
  for (const auto& [folder, beginnings] : allowed) {
    const auto files = sources(folder);
    EXPECT_FALSE(files.empty()) << folder;
    for (const auto& file : files) {
      for (const std::string& name : includes(file)) {
        bool permitted = false;
        for (const std::string& beginning : beginnings)
          permitted = permitted || name.rfind(beginning, 0) == 0;
        EXPECT_TRUE(permitted) << file.lexically_relative(root) << " includes " << name;
      }
    }
  }
}

// The embedded interpreter stays where it is embedded.
TEST(Tree, OneFileSeesPython) {
  for (const char* folder : {"runtimes", "benches", "reports", "tests"}) {
    for (const auto& file : sources(folder)) {
      std::ifstream lines(file);
      for (std::string line; std::getline(lines, line);) {
        if (line.rfind("#include <Python.h>", 0) == 0) {
          EXPECT_EQ(file.lexically_relative(root), "runtimes/cpython.cpp");
        }
      }
    }
  }
}

TEST(Tree, EveryKernelsFileIsInTheTableUnderItsName) {
  std::set<std::string> files, names;
  for (const auto& file : sources("benches/kernels")) files.insert(file.stem());
  for (const KernelEntry* kernel : kernels()) names.emplace(kernel->facts.name);
  EXPECT_EQ(names, files);
}

TEST(Tree, EveryProbesFileIsInTheTableUnderItsNameWhichNoKernelHas) {
  std::set<std::string> files, names;
  for (const auto& file : sources("benches/probes")) files.insert(file.stem());
  for (const ProbeEntry* probe : probes()) {
    names.emplace(probe->facts.name);
    EXPECT_EQ(find_kernel(probe->facts.name), nullptr) << probe->facts.name;
  }
  EXPECT_EQ(names, files);
}

TEST(Tree, EveryRuntimeIsAFileOfItsName) {
  for (const RuntimeEntry* runtime : runtimes())
    EXPECT_TRUE(fs::exists(root / "runtimes" / (std::string(runtime->facts.name) + ".cpp")))
        << runtime->facts.name;
  for (const MissingRuntime& missing : missing_runtimes())
    EXPECT_TRUE(fs::exists(root / "runtimes" / (std::string(missing.name) + ".cpp"))) << missing.name;
}

TEST(Tree, EveryFileSaysItsLicenceAndWhatItIs) {
  for (const char* folder : {"runtimes", "benches", "reports", "tests"}) {
    for (const auto& file : sources(folder)) {
      std::ifstream lines(file);
      std::string first;
      std::getline(lines, first);
      EXPECT_EQ(first, "// SPDX-License-Identifier: MIT") << file.lexically_relative(root);
    }
  }
}

}  // namespace
}  // namespace parallax

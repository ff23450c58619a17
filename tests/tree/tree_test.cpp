// SPDX-License-Identifier: MIT
//
// The shape of the repository: what may include what, and that a name means the same everywhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "benches/kernels/kernels.hpp"
#include "benches/probes/probes.hpp"
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

// Each folder and the only beginnings that its includes may have. The most particular folder counts. What
// everybody may use, support/, uses nobody.
const std::map<std::string, std::vector<std::string>> allowed{
    {"support", {}},
    {"runtimes", {"runtimes/", "runtime_list.inc"}},
    {"reports", {"reports/"}},
    // What is measured, and what lies below it. Kernels see no runtime.
    {"benches",
     {"benches/guidance.hpp", "benches/kernel.hpp", "benches/kernel_facts.hpp", "benches/main.hpp",
      "benches/map.hpp", "benches/map_kernel.hpp", "benches/own_kernel.hpp", "benches/result.hpp",
      "benches/work.hpp", "benches/support/", "runtimes/"}},
    {"benches/support", {"benches/support/", "runtimes/"}},
    {"benches/kernels",
     {"benches/bench.hpp", "benches/kernel.hpp", "benches/tree_kernel.hpp", "benches/graph_kernel.hpp",
      "benches/kernels/", "benches/support/", "runtimes/job.hpp", "runtimes/worker.hpp", "runtimes/arena.hpp",
      "runtimes/support/mapping.hpp", "kernel_list.inc", "missing_kernels.inc"}},
    {"benches/probes",
     {"benches/kernel.hpp", "benches/probe.hpp", "benches/probes/", "benches/support/", "runtimes/",
      "probe_list.inc", "channel_list.inc"}},
    {"benches/control", {"benches/control/", "benches/support/", "runtimes/"}},
    {"benches/peers", {"benches/peers/", "benches/support/"}},
    // Kernels that are given.
    {"benches/libraries",
     {"benches/kernel.hpp", "benches/libraries/", "benches/support/", "parallax/parallax.h", "runtimes/"}},
    // Whom it talks to.
    {"benches/origin", {"benches/origin/", "benches/support/", "runtimes/support/"}},
    // How it is measured. Conductor and host share what lies above both of them, and only the protocol joins
    // them.
    {"benches/harness", {"benches/", "runtimes/"}},
    {"benches/harness/conductor",
     {"benches/harness/cell.hpp", "benches/harness/line_channel.hpp", "benches/harness/protocol.hpp",
      "benches/harness/answer_digest.hpp", "benches/harness/conductor/", "benches/origin/origin_service.hpp",
      "benches/support/", "runtimes/"}},
    {"benches/harness/host",
     {"benches/harness/line_channel.hpp", "benches/harness/protocol.hpp", "benches/harness/subject.hpp",
      "benches/harness/answer_digest.hpp", "benches/harness/trace_slice.hpp", "benches/harness/host/",
      "benches/kernel.hpp", "benches/libraries/", "benches/probe.hpp", "benches/support/", "runtimes/"}}};

// Whether a file of `folder` may include `name`; folders that are not listed obey the one that holds them.
bool may_include(std::string folder, const std::string& name) {
  while (allowed.count(folder) == 0) folder = folder.substr(0, folder.rfind('/'));
  if (name.rfind("support/", 0) == 0) return true;
  const auto& beginnings = allowed.at(folder);
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const std::string& beginning) { return name.rfind(beginning, 0) == 0; });
}

TEST(Tree, DependenciesPointOneWay) {
  for (const char* wing : {"support", "runtimes", "benches", "reports"}) {
    const auto files = sources(wing);
    EXPECT_FALSE(files.empty()) << wing;
    for (const auto& file : files) {
      const auto path = file.lexically_relative(root);
      for (const std::string& name : includes(file))
        EXPECT_TRUE(may_include(path.parent_path(), name)) << path << " includes " << name;
    }
  }
}

TEST(Tree, TheRuleRefusesWhatItIsFor) {
  for (const auto& [folder, name] : std::vector<std::pair<std::string, std::string>>{
           {"benches/kernels/cpu", "benches/harness/cell.hpp"},
           {"benches/kernels/cpu", "runtimes/registry.hpp"},
           {"benches/probes/channels/transports", "benches/harness/protocol.hpp"},
           {"benches/origin", "benches/harness/protocol.hpp"},
           {"benches/support", "benches/kernel.hpp"},
           {"benches/control", "benches/harness/cell.hpp"},
           {"benches/harness/conductor", "benches/harness/host/measuring.hpp"},
           {"benches/harness/host", "benches/harness/conductor/conductor.hpp"},
           {"runtimes/process", "benches/kernel.hpp"},
           {"reports/html", "runtimes/job.hpp"},
           {"support", "runtimes/job.hpp"}})
    EXPECT_FALSE(may_include(folder, name)) << folder << " includes " << name;
}

// The embedded interpreter stays where it is embedded.
TEST(Tree, OneFileSeesPython) {
  for (const char* folder : {"support", "runtimes", "benches", "reports", "tests"}) {
    for (const auto& file : sources(folder)) {
      std::ifstream lines(file);
      for (std::string line; std::getline(lines, line);) {
        if (line.rfind("#include <Python.h>", 0) == 0) {
          EXPECT_EQ(file.lexically_relative(root), "runtimes/python/embedded_python.hpp");
        }
      }
    }
  }
}

// Names are resolved where the matrix is made and where a host gets them by message.
TEST(Tree, NamesAreResolvedInOnePlaceOnEitherSide) {
  const std::regex lookup(R"(\bfind_(kernel|probe|runtime|control)\()");
  std::set<std::string> places;
  for (const auto& file : sources("benches/harness")) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
      if (std::regex_search(line, lookup)) places.insert(file.lexically_relative(root));
    }
  }
  EXPECT_EQ(places, (std::set<std::string>{"benches/harness/matrix.cpp", "benches/harness/subject.cpp"}));
}

TEST(Tree, EveryKernelsFileIsInTheTableUnderItsName) {
  std::set<std::string> files, names;
  for (const auto& file : sources("benches/kernels")) {
    if (file.parent_path().filename() != "kernels") files.insert(file.stem());  // the table itself
  }
  for (const KernelEntry* kernel : kernels()) names.emplace(kernel->facts.name);
  for (const MissingKernel& missing : missing_kernels()) names.emplace(missing.name);
  EXPECT_EQ(names, files);
}

TEST(Tree, EveryProbesFileIsInTheTableUnderItsNameWhichNoKernelHas) {
  std::set<std::string> files, names;
  for (const auto& file : fs::directory_iterator(root / "benches/probes")) {
    const auto& path = file.path();
    if (path.extension() == ".cpp" && path.stem() != "probes") files.insert(path.stem());
  }
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
  for (const char* folder : {"support", "runtimes", "benches", "reports", "tests"}) {
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

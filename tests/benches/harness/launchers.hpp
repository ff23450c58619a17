// SPDX-License-Identifier: MIT
//
// The MPI launchers that tests can use: those whose library this build has a plugin for.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::testing {

// "mpirun.openmpi", "mpirun.mpich", as Debian calls them side by side, else whatever mpirun is; empty if the
// build has no MPI.
inline std::vector<std::string> launchers() {
  namespace fs = std::filesystem;
  const fs::path programs = fs::path(BENCH_PROGRAM).parent_path();
  std::vector<std::string> all;
  for (const char* name : {"openmpi", "mpich"}) {
    if (fs::exists(programs / (std::string("parallax_") + name + ".so")))
      all.push_back(std::string("mpirun.") + name);
  }
  return all;
}

inline bool launcher_runs(const std::string& launcher) {
  return run({"/bin/sh", "-c", "command -v " + launcher}).status == 0;
}

inline std::string launcher_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

}  // namespace parallax::testing

// SPDX-License-Identifier: MIT
//
// The MPI launchers that tests can use: those whose library this build has a plugin for; and what rows say.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
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

inline nlohmann::json rows_of(const Program::Result& result) {
  return nlohmann::json::parse(result.out, nullptr, false)["benchmarks"];
}

// By name, what a row says: "value", or its message.
inline std::map<std::string, std::string> said(const Program::Result& result) {
  std::map<std::string, std::string> all;
  for (const auto& row : rows_of(result)) all[row["name"]] = row.value("error_message", "value");
  return all;
}

}  // namespace parallax::testing

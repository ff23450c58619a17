// SPDX-License-Identifier: MIT
// Names of tests that are run with each method of starting processes.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "runtimes/process/starter.hpp"

namespace parallax::testing {

inline std::string start_method_name(const ::testing::TestParamInfo<StartMethod>& method) {
  const char* const names[] = {"fork", "spawn", "forkserver"};
  return names[static_cast<int>(method.param)];
}

}  // namespace parallax::testing

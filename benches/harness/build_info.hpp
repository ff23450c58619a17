// SPDX-License-Identifier: MIT
//
// What this program was built from and how; written by cmake/build_info.cmake at every build.
#pragma once

#include <string_view>

namespace parallax {

struct BuildInfo {
  std::string_view version;
  std::string_view commit;  // "unknown" outside of a git checkout
  std::string_view dirty;   // "yes" if tracked files differed from the commit
  std::string_view compiler;
  std::string_view build_type;
  std::string_view compiler_flags;
  std::string_view kernel_flags;  // what kernels and controls are compiled with beyond these
  std::string_view native;        // "yes" if compiled with -march=native
  std::string_view google_benchmark;
};

extern const BuildInfo build_info;

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// Whether a run of Google Benchmark failed, and why: 1.7 calls it an error, later versions say `skipped`.
#pragma once

#include <string>

namespace parallax {

template <class Run>
bool failed(const Run& run) {
  if constexpr (requires { run.error_occurred; }) {
    return run.error_occurred;
  } else {
    return static_cast<bool>(run.skipped);
  }
}

template <class Run>
const std::string& failure_text(const Run& run) {
  if constexpr (requires { run.error_message; }) {
    return run.error_message;
  } else {
    return run.skip_message;
  }
}

}  // namespace parallax

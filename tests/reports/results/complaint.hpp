// SPDX-License-Identifier: MIT
// What is said of a file that is wrong.
#pragma once

#include <string>
#include <string_view>

#include "reports/results/results.hpp"

namespace parallax::reports::sample {

template <typename Read>
std::string complaint(Read&& read) {
  try {
    read();
  } catch (const ResultsError& error) {
    return error.what();
  }
  return "no complaint";
}

inline std::string complaint_about(std::string_view text) {
  return complaint([&] { parse_results(text, "f.json"); });
}

}  // namespace parallax::reports::sample

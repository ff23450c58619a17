// SPDX-License-Identifier: MIT
//
// `bench` started as its users start it, and what its rows say.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::testing {

inline Program::Result bench(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), BENCH_PROGRAM);
  return run(arguments);
}

// Rows of a run by name; the status of each: "value" or the word before the colon of its message.
inline std::map<std::string, std::string> statuses(const std::string& json) {
  std::map<std::string, std::string> result;
  const auto document = nlohmann::json::parse(json);
  for (const auto& row : document["benchmarks"]) {
    const std::string message = row.value("error_message", "value:");
    result[row["name"]] = message.substr(0, message.find(':'));
  }
  return result;
}

}  // namespace parallax::testing

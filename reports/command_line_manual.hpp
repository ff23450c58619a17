// SPDX-License-Identifier: MIT
// How a program's command line becomes a manual: what its options say of themselves.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>

namespace parallax::reports {

// Thrown while a command line is parsed that has --manual in it.
struct CallForManual : CLI::Success {
  explicit CallForManual(std::string its_text) : text(std::move(its_text)) {}
  std::string text;
};

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// A small run with something of everything: an answer, sweeps, a failure, a hostile name.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "tests/reports/views/given.hpp"

namespace parallax::reports::given {

inline const std::string evil = "=cmd|'x'!A1 `|@all <script>alert(1)</script> \x1b[2J\n[a](http://x)";

inline std::vector<Cell> sample_cells() {
  std::vector<Cell> cells;
  for (const int grain : {1, 16, 256, 4096}) {
    const auto name = [&](const char* who) { return fmt::format("spin/{}/size:65536/grain:{}", who, grain); };
    cells.push_back(steady(name("serial/workers:1"), 4));
    cells.push_back(steady(name("tbb/workers:2"), 2 + 4.0 / grain));
    cells.push_back(steady(name("openmp-static/workers:2"), 2));
  }
  for (const int size : {16, 256, 4096, 65536}) {
    const auto name = [&](const char* who) {
      return fmt::format("job/{}/size:{}/grain:{}", who, size, size / 8);
    };
    cells.push_back(steady(name("serial/workers:1"), size * 1e-4));
    cells.push_back(steady(name("tbb/workers:2"), size * 0.5e-4 + 0.01));
  }
  auto failed = sample::cell("spin/fork/workers:2/size:65536/grain:1", {});
  failed.errors = {"crashed: worker 1 died of SIGSEGV"};
  cells.push_back(failed);
  cells.push_back(steady(evil, 1));
  return cells;
}

inline Views sample_views() { return views_of(sample_cells()); }

}  // namespace parallax::reports::given

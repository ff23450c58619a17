// SPDX-License-Identifier: MIT
//
// One line on standard error that says how many cells are done and how long the rest will take.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace parallax {

class Progress {
 public:
  // `enabled` false makes every call a no-op. On a terminal the line is rewritten, elsewhere a new one
  // appears about every tenth of the way.
  Progress(std::size_t cells, std::size_t repetitions, bool enabled, std::FILE* to = stderr);

  // A host has run this cell. Google Benchmark tries growing numbers of iterations before it settles on one;
  // only runs with the largest number so far count.
  void ran(std::size_t cell, std::int64_t iterations);
  // Takes the line away, so that something else can be printed; the next run shows it again.
  void clear();

  std::size_t cells_done() const;
  std::size_t runs_done() const;

 private:
  struct Runs {
    std::int64_t iterations = 0;
    std::size_t count = 0;
  };
  void show();

  std::vector<Runs> runs_;
  std::size_t repetitions_;
  bool enabled_;
  std::FILE* to_;
  bool terminal_;
  std::size_t shown_tenths_ = 0;
  std::chrono::steady_clock::time_point begin_;
};

// "about 2 min 10 s", "a few seconds"
std::string spoken(std::chrono::seconds duration);

}  // namespace parallax

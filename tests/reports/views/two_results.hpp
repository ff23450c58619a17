// SPDX-License-Identifier: MIT
// Two results, of a slow machine with two processors and of a fast one with more, and a third.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/views/differences.hpp"
#include "tests/reports/text/sample_run.hpp"

namespace parallax::reports::given {

inline Views on_machine(const std::string& host, std::vector<Cell> cells,
                        const std::string& processors = "2") {
  Results results;
  results.sources.push_back({host + ".json",
                             {{"host_name", host},
                              {"usable_cpus", processors},
                              {"compiler", "GNU 12.2.0"},
                              {"date", "2026-01-02 " + host}}});
  results.cells = std::move(cells);
  return make_views(std::move(results));
}

inline std::vector<Views> two_results() {
  auto fast = sample_cells();
  for (auto& cell : fast)
    for (auto& one : cell.seconds)
      one *= cell.id.runtime == "serial" ? 0.9993 : cell.id.kernel == "spin" ? 0.5 : 2.5;
  fast.push_back(steady("job/tbb/workers:4/size:65536/grain:8192", 1.5));
  return {on_machine("slow", sample_cells()), on_machine("fast", std::move(fast), "4")};
}

inline std::vector<Views> three_results() {
  auto results = two_results();
  results.push_back(on_machine("third", {steady("spin/tbb/workers:2/size:65536/grain:16", 9)}));
  return results;
}

inline Differences differences_of(const std::vector<Views>& results) {
  return find_differences(results, std::vector<std::string>(results.size(), "they differ"));
}

}  // namespace parallax::reports::given

// SPDX-License-Identifier: MIT
// Probes: cells about one mechanism under one load. Nobody wins or loses against serial there, so they are no
// works and stand by themselves: per load, its cases, and in each of them the mechanisms from the fastest on.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reports/results/results.hpp"
#include "reports/views/row.hpp"

namespace parallax::reports {

struct ProbeCase {
  std::string text;               // "2 workers, 1 000 items, bytes:8"
  std::vector<std::size_t> rows;  // the fastest first, those without a value last
};

struct ProbeView {
  std::string name;
  std::vector<std::string> counters;  // those that only probes have, in the order of the alphabet
  std::vector<ProbeCase> cases;
};

// The names of the probes, as the files state them ("probes": "acquire,death").
std::set<std::string> probe_names(const std::vector<Source>& sources);

std::vector<ProbeView> gather_probes(const std::vector<Row>& rows);

// Seconds for one item: an iteration has as many as its size.
std::optional<Estimate> seconds_per_item(const Row& row);

}  // namespace parallax::reports

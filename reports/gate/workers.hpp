// SPDX-License-Identifier: MIT
// How many workers a cell has, as far as its name tells.
#pragma once

#include <string>

namespace parallax::reports::gate {

// "workers:4" of ours, "threads:4" of Google Benchmark's own threads; otherwise 1.
int workers_of(const std::string& name);

}  // namespace parallax::reports::gate

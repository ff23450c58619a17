// SPDX-License-Identifier: MIT
// What the kernels of a run do, as far as its files say so: by their folder, not by how they were measured, which
// may have been disturbed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reports/results/results.hpp"

namespace parallax::reports {

enum class Demand {
  unknown,    // the file does not say
  computing,  // "kernels_cpu" of the context
  waiting,    // "kernels_io": for devices, servers or timers, though not in every case
  both        // "kernels_mixed": one, the other or both, as its parameters say
};

class Demands {
 public:
  explicit Demands(const std::vector<Source>& sources);
  Demand of(const std::string& kernel) const;

 private:
  std::map<std::string, Demand> demands_;
};

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// Fits of the universal scalability law, for every runtime on every work with enough worker counts.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/statistics/scalability.hpp"
#include "reports/views/work.hpp"

namespace parallax::reports {

struct FitView {
  std::size_t work;
  std::string runtime;
  std::vector<double> workers;  // that it was measured with, ascending
  ScalabilityFit fit;           // rates are works per second
};

// Of works that compute only counts up to the number of processors enter: what happens beyond is another law.
std::vector<FitView> fit_works(const std::vector<Work>& works, const std::vector<Row>& rows,
                               const std::vector<Cell>& cells, std::optional<std::int64_t> processors);

}  // namespace parallax::reports

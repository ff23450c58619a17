// SPDX-License-Identifier: MIT
#include "reports/gate/null_runs.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/gate/comparison_json.hpp"

namespace parallax::reports::gate {
namespace {

constexpr std::size_t fewest_runs = 5;
constexpr double share = 0.99, factor = 1.5;

}  // namespace

std::map<std::string, double> thresholds_from(const std::filesystem::path& folder) {
  std::map<std::string, std::vector<double>> distances;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    for (const auto& cell : read_comparison(entry.path()).cells)
      if (!cell.metrics.empty() && cell.metrics.front().metric == Metric::wall)
        distances[cell.name].push_back(std::abs(std::log(cell.metrics.front().ratio.point())));
  }
  std::map<std::string, double> thresholds;
  for (auto& [name, all] : distances) {
    if (all.size() < fewest_runs) continue;
    std::sort(all.begin(), all.end());
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(all.size())));
    thresholds[name] = std::expm1(factor * all[rank - 1]);
  }
  return thresholds;
}

}  // namespace parallax::reports::gate

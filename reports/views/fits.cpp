// SPDX-License-Identifier: MIT
#include "reports/views/fits.hpp"

#include <map>

namespace parallax::reports {

std::vector<FitView> fit_works(const std::vector<Work>& works, const std::vector<Row>& rows,
                               const std::vector<Cell>& cells, std::optional<std::int64_t> processors) {
  std::vector<FitView> fits;
  for (std::size_t index = 0; index < works.size(); ++index) {
    const auto& work = works[index];
    if (work.is_disturbed) continue;
    std::map<std::string, std::map<double, std::vector<double>>> rates;  // by runtime and workers
    for (const auto row_index : work.rows) {
      const auto& row = rows[row_index];
      if (!row.seconds || (computes(work.kind) && processors && *row.id.workers > *processors)) continue;
      for (const auto one : usable_times(row, cells))
        rates[row.id.runtime][static_cast<double>(*row.id.workers)].push_back(1 / one);
    }
    for (const auto& [runtime, by_workers] : rates) {
      if (by_workers.size() < fewest_worker_counts) continue;
      std::vector<WorkersPoint> points;
      std::vector<double> workers;
      for (const auto& [count, samples] : by_workers) {
        points.push_back({count, samples});
        workers.push_back(count);
      }
      if (auto found = fit_scalability(points); found.fit)
        fits.push_back({index, runtime, std::move(workers), *std::move(found.fit)});
    }
  }
  return fits;
}

}  // namespace parallax::reports

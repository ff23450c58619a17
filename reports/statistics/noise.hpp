// SPDX-License-Identifier: MIT
// The machine's own noise: how far repetitions spread that differ in nothing but the moment.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace parallax::reports {

struct Noise {
  double typical = 0;  // relative: the median over the cells of 1.4826 MAD / median, as a standard deviation
  std::size_t cells = 0;  // that it was read from
  std::vector<std::string> warnings;
};

// From the samples of cells without concurrency. Cells with fewer than three say nothing and are left out.
// Warns above 5 %.
Noise machine_noise(std::span<const std::span<const double>> serial_cells);

}  // namespace parallax::reports

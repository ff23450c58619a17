// SPDX-License-Identifier: MIT
// In place of scalability.cpp where Eigen is missing.
#include "reports/statistics/scalability.hpp"

namespace parallax::reports {

Scalability fit_scalability(std::span<const WorkersPoint>) {
  return {{}, "this report was built without Eigen (Debian: libeigen3-dev)"};
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
#include "benches/control/control.hpp"

#include <vector>

namespace parallax {

std::span<const Control> controls() {
  static const std::vector<Control> all = [] {
    std::vector<Control> found;
#ifdef PARALLAX_CONTROL_OPENMP
    found.insert(found.end(), openmp_controls().begin(), openmp_controls().end());
#endif
#ifdef PARALLAX_CONTROL_TBB
    found.insert(found.end(), tbb_controls().begin(), tbb_controls().end());
#endif
#ifdef PARALLAX_CONTROL_MPI
    found.insert(found.end(), mpi_controls().begin(), mpi_controls().end());
#endif
    return found;
  }();
  return all;
}

const Control* find_control(std::string_view kernel, std::string_view runtime) {
  for (const Control& control : controls()) {
    if (control.kernel == kernel && control.runtime == runtime) return &control;
  }
  return nullptr;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// mpi-static: ranks, on one host or many. Inputs are scattered, every rank computes its share, results are
// gathered.
#include "runtimes/mpi/mpi_runtime.hpp"
#include "runtimes/mpi/static_schedule.hpp"

namespace parallax {
namespace {

class MpiStatic final : public MpiRuntime<StaticSchedule, InputPlacement::sent> {
 public:
  using MpiRuntime::MpiRuntime;
  static constexpr Facts facts =
      mpi_facts("mpi-static", "ranks of MPI: scatter, compute, gather", StaticSchedule::settings);
};

}  // namespace

PARALLAX_RUNTIME(mpi_static, MpiStatic);

}  // namespace parallax

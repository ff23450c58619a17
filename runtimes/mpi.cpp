// SPDX-License-Identifier: MIT
//
// mpi: ranks, on one host or many. Chunks go to whichever rank has room, and their inputs with them.
#include "runtimes/mpi/dynamic_schedule.hpp"
#include "runtimes/mpi/mpi_runtime.hpp"

namespace parallax {
namespace {

class Mpi final : public MpiRuntime<DynamicSchedule, InputPlacement::sent> {
 public:
  using MpiRuntime::MpiRuntime;
  static constexpr Facts facts = mpi_facts(
      "mpi", "ranks of MPI: a chunk and its inputs to whichever has room", DynamicSchedule::settings);
};

}  // namespace

PARALLAX_RUNTIME(mpi, Mpi);

}  // namespace parallax

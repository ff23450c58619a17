// SPDX-License-Identifier: MIT
//
// mpi-resident: as mpi, but every rank has the inputs already; only the numbers of chunks and results travel.
#include "runtimes/mpi/dynamic_schedule.hpp"
#include "runtimes/mpi/mpi_runtime.hpp"

namespace parallax {
namespace {

class MpiResident final : public MpiRuntime<DynamicSchedule, InputPlacement::resident> {
 public:
  using MpiRuntime::MpiRuntime;
  static constexpr Facts facts = mpi_facts("mpi-resident", "as mpi, where every rank has the inputs already",
                                           DynamicSchedule::settings, true);
};

}  // namespace

PARALLAX_RUNTIME(mpi_resident, MpiResident);

}  // namespace parallax

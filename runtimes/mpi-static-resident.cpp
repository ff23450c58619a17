// SPDX-License-Identifier: MIT
//
// mpi-static-resident: as mpi-static, but every rank has the inputs already; only results travel.
#include "runtimes/mpi/mpi_runtime.hpp"
#include "runtimes/mpi/static_schedule.hpp"

namespace parallax {
namespace {

class MpiStaticResident final : public MpiRuntime<StaticSchedule, InputPlacement::resident> {
 public:
  using MpiRuntime::MpiRuntime;
  static constexpr Facts facts =
      mpi_facts("mpi-static-resident", "as mpi-static, where every rank has the inputs already",
                StaticSchedule::settings, true);
};

}  // namespace

PARALLAX_RUNTIME(mpi_static_resident, MpiStaticResident);

}  // namespace parallax

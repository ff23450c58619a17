// SPDX-License-Identifier: MIT
//
// empty as one would write it on plain MPI: a region is a broadcast and a barrier, a chunk is a message sent
// and one received. The calls themselves are in the plugin (runtimes/mpi/library.cpp), compiled against MPI's
// own header; the items, which do nothing, are rank 0's.
#include "benches/control/control.hpp"
#include "runtimes/mpi/ranks.hpp"

namespace parallax {
namespace {

struct Rank0 {
  explicit Rank0(const Settings&) : mpi(Ranks::current()->mpi()) {}
  const MpiLibrary& mpi;
};

void regions(Rank0& rank, const MapJob& job) {
  rank.mpi.region_by_hand();
  std::uint64_t* const out = numbers_out(job);
  for (std::size_t i = 0; i < job.items; ++i) out[i] = i;
}

void chunks(Rank0& rank, const MapJob& job) {
  std::uint64_t* const out = numbers_out(job);
  for (std::size_t c = 0; c < chunk_count(job); ++c) {
    rank.mpi.chunk_by_hand();
    for (std::size_t i = chunk(job, c).begin; i < chunk(job, c).end; ++i) out[i] = i;
  }
}

template <void (*loop)(Rank0&, const MapJob&)>
std::unique_ptr<AnyRuntime> start(const Settings& settings) {
  return std::make_unique<ControlRuntime<Rank0>>(settings, loop);
}

}  // namespace

MpiLibrary::ByHand control_on_ranks(std::string_view runtime) {
  return runtime == "mpi" ? MpiLibrary::ByHand::chunk : MpiLibrary::ByHand::region;
}

std::span<const Control> mpi_controls() {
  static constexpr std::array all{Control{"empty", "mpi", start<chunks>},
                                  Control{"empty", "mpi-static", start<regions>}};
  return all;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// mpi: ranks, on one host or many. Chunks go to whichever rank has room, and their inputs with them. In trees rank 0
// does the nodes near the root, and what is below them goes to whichever rank has room. In graphs each rank owns
// points, does their tasks, and sends outputs to those who read them.
#include "runtimes/mpi/dynamic_schedule.hpp"
#include "runtimes/mpi/mpi_runtime.hpp"
#include "runtimes/mpi/owner_computes.hpp"
#include "runtimes/support/tree_frontier.hpp"

namespace parallax {
namespace {

// Mapped before the ranks are asked what they have.
struct PartsMemory {
  Mapping of_parts = Mapping::shared(TreeFrontier::memory_bytes);
};

class Mpi final : private PartsMemory, public MpiRuntime<DynamicSchedule, InputPlacement::sent> {
 public:
  static constexpr Facts facts = mpi_facts(
      "mpi", "ranks of MPI: a chunk and its inputs to whichever has room; graphs by owners of points",
      DynamicSchedule::settings);

  explicit Mpi(const Settings& settings)
      : MpiRuntime(settings), frontier_(of_parts.bytes()), graphs_(schedule().session()) {}

  void tree(const TreeJob& job) {
    RankSession& session = schedule().session();
    if (session.size() == 1) return job.run(job, job.root.data(), job.out.data(), session.worker());
    frontier_.run(job, static_cast<std::size_t>(session.size()) * TreeFrontier::parts_per_worker,
                  session.worker(), [this](const MapJob& parts) { map(parts); });
  }
  void graph(const GraphJob& job) { graphs_.run(job); }

 private:
  TreeFrontier frontier_;
  OwnerComputes graphs_;
};

}  // namespace

PARALLAX_RUNTIME(mpi, Mpi);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// A schedule on ranks as a runtime: what `mpi`, `mpi-static` and their twins with inputs already there share.
#pragma once

#include <vector>

#include "runtimes/mpi/session.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

template <class Schedule, InputPlacement inputs>
class MpiRuntime {
 public:
  explicit MpiRuntime(const Settings& settings) : schedule_(settings, inputs) {}

  void map(const MapJob& job) { schedule_.map(job); }
  Usage usage() { return schedule_.session().usage(); }
  Usage processor_use() { return schedule_.session().processor_use(); }
  void push(std::span<const std::byte> part) { schedule_.session().push(part); }
  void pull(std::span<const std::byte> part, const TakeCopy& take) { schedule_.session().pull(part, take); }
  void restart_counters() { moved_before_ = schedule_.session().moved_bytes(); }
  std::vector<Counter> counters() {
    const auto moved = schedule_.session().moved_bytes() - moved_before_;
    return {{.name = "bytes_moved", .value = static_cast<double>(moved), .per_iteration = true}};
  }
  std::string note() const { return schedule_.session().note(); }
  void stop() { schedule_.session().stop(); }

 protected:
  Schedule& schedule() { return schedule_; }

 private:
  Schedule schedule_;
  std::uint64_t moved_before_ = 0;
};

// What their facts share: a rank is a program, of which a machine does not need hundreds, and a chunk is a
// message.
constexpr Facts mpi_facts(std::string_view name, std::string_view summary, std::span<const Setting> settings,
                          bool inputs_resident = false) {
  return {.name = name,
          .summary = summary,
          .library = PARALLAX_MPI_LIBRARIES,
          .processes = true,
          .launched = true,
          .shares_nothing = true,
          .inputs_resident = inputs_resident,
          .most_workers = 8,
          .most_chunks = 100'000,
          .settings = settings,
          .no_trees = "of the runtimes on ranks only mpi does trees",
          .no_graphs = "of the runtimes on ranks only mpi does graphs"};
}

}  // namespace parallax

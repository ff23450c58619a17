// SPDX-License-Identifier: MIT
//
// openmp: a parallel loop over chunks, schedule(dynamic, 1), on the compiler's OpenMP library.
#include "runtimes/runtime.hpp"
#include "runtimes/support/openmp_team.hpp"

namespace parallax {
namespace {

class Openmp {
 public:
  static constexpr Facts facts{.name = "openmp",
                               .summary = "an OpenMP parallel loop over chunks, schedule(dynamic, 1)",
                               .library = openmp_library};

  explicit Openmp(const Settings& settings) : team_(settings.workers) {}

  void map(const MapJob& job) {
    const std::size_t chunks = chunk_count(job);
#pragma omp parallel for schedule(dynamic, 1) num_threads(team_.size())
    for (std::size_t c = 0; c < chunks; ++c) team_.run(job, c);
    team_.rethrow();
  }

 private:
  OpenmpTeam team_;
};

}  // namespace

PARALLAX_RUNTIME(openmp, Openmp);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// openmp-static: as openmp, but every worker gets its share of the chunks beforehand: cheapest where all
// chunks take equally long, helpless where they do not.
#include "runtimes/runtime.hpp"
#include "runtimes/support/openmp_team.hpp"

namespace parallax {
namespace {

class OpenmpStatic {
 public:
  static constexpr Facts facts{.name = "openmp-static",
                               .summary = "an OpenMP parallel loop over chunks, schedule(static)",
                               .library = openmp_library};

  explicit OpenmpStatic(const Settings& settings) : team_(settings.workers) {}

  void map(const MapJob& job) {
    const std::size_t chunks = chunk_count(job);
#pragma omp parallel for schedule(static) num_threads(team_.size())
    for (std::size_t c = 0; c < chunks; ++c) team_.run(job, c);
    team_.rethrow();
  }

 private:
  OpenmpTeam team_;
};

}  // namespace

PARALLAX_RUNTIME(openmp_static, OpenmpStatic);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// start_pool: what starting and stopping all workers of a runtime costs at once. The columns `start` and
// `stop` of every other cell are single starts; here each worker has also run before its pool counts as
// ready.
#include <fmt/format.h>

#include "benches/probes/life/pool_cycle.hpp"
#include "runtimes/registry.hpp"

namespace parallax {
namespace {

struct StartPool {
  static constexpr ProbeFacts facts{
      .name = "start_pool", .summary = "a pool is started, each of its workers runs, and it is stopped"};

  static std::vector<Mechanism> mechanisms() {
    return {{"threads", "the runtime threads"}, {"fork", "the runtime fork"}};
  }

  static std::vector<Case> cases(std::string_view) { return {{1, 1}, {2, 1}, {8, 1}, {64, 1}}; }

  static int workers(const Case& parameters) { return static_cast<int>(parameters.size); }
  static std::size_t bytes_per_item(const Case&) { return 0; }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    const RuntimeEntry* runtime = find_runtime(mechanism);
    if (!runtime) throw NotSupported(fmt::format("this program has no runtime {}", mechanism));
    return std::make_unique<PoolCycle>(*runtime, workers(parameters));
  }
};

}  // namespace

PARALLAX_PROBE(start_pool, StartPool);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// death: how long it takes until a worker's death is known, by the way in which it becomes known.
#include "benches/probes/life/death_cycle.hpp"

namespace parallax {
namespace {

struct Death {
  static constexpr ProbeFacts facts{.name = "death",
                                    .summary = "a worker is started, killed, noticed to be dead, and buried"};

  static std::vector<Mechanism> mechanisms() { return death_mechanisms(); }
  static std::vector<Case> cases(std::string_view) { return {{10, 1}}; }
  static int workers(const Case&) { return 2; }
  static std::size_t bytes_per_item(const Case&) { return 0; }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    return std::make_unique<DeathCycle>(make_victim(mechanism), parameters.size);
  }
};

}  // namespace

PARALLAX_PROBE(death, Death);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// start_stop: what a worker costs that is started, says that it runs, and ends, by the way it is started and
// by how much memory its parent has.
#include "benches/probes/life/start_cycle.hpp"

namespace parallax {
namespace {

struct StartStop {
  static constexpr ProbeFacts facts{
      .name = "start_stop",
      .summary = "a worker is started, says that it runs, and is joined",
      .parameters = {Parameter{"parent_mb", 0, 1'000'000}, Parameter{"huge", 0, 1}}};

  static std::vector<Mechanism> mechanisms() { return start_mechanisms(); }

  static std::vector<Case> cases(std::string_view mechanism) {
    std::vector<Case> cases;
    for (const std::uint64_t megabytes : {10u, 100u, 1000u}) cases.push_back({1, 1, {megabytes, 0}});
    // Making so much memory takes seconds in every host, so one of each kind has to do: without page tables
    // of its own, with a copy of them, with new ones.
    if (mechanism == "thread" || mechanism == "fork" || mechanism == "posix-spawn")
      cases.push_back({1, 1, {4000, 0}});
    // Only a fork copies page tables, of which huge pages have 512 times fewer.
    if (mechanism == "fork") cases.push_back({1, 1, {4000, 1}});
    return cases;
  }

  static int workers(const Case&) { return 2; }
  static std::size_t bytes_per_item(const Case&) { return 0; }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    auto pipes = std::make_unique<HelloPipes>();
    auto starter = make_starter(mechanism, *pipes);
    return std::make_unique<StartCycle>(std::move(pipes), std::move(starter), parameters.size,
                                        std::size_t{parameters.values[0]} << 20, parameters.values[1] != 0);
  }
};

}  // namespace

PARALLAX_PROBE(start_stop, StartStop);

}  // namespace parallax

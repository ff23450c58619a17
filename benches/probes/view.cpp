// SPDX-License-Identifier: MIT
//
// view: what ipyparallel's views do with engines, done with ranks: an item is one push to all engines, one
// pull from all, one call on each, one task. docs/mpi/views.md holds it against ipyparallel.
//
// `engines` are the ranks beside the caller; `bytes` go to each of them or come from each of them.
#include "benches/probes/views/view.hpp"

#include <fmt/format.h>

#include <array>

#include "runtimes/registry.hpp"

namespace parallax {
namespace {

constexpr int most_engines = 63;

struct Operation {
  Mechanism mechanism;
  bool moves;        // blocks of `bytes`; else it calls functions
  std::size_t size;  // items of an iteration
  std::unique_ptr<Probe> (*start)(int engines, std::size_t bytes, std::size_t size);
};

template <std::unique_ptr<Probe> (*make)(int, std::size_t)>
std::unique_ptr<Probe> mover(int engines, std::size_t bytes, std::size_t) {
  return make(engines, bytes);
}
template <Calls kind>
std::unique_ptr<Probe> caller(int engines, std::size_t, std::size_t size) {
  return make_calls(kind, engines, size);
}

constexpr std::array operations{
    Operation{{"push", "a block from the caller to every engine"}, true, 1, mover<make_push>},
    Operation{{"pull", "a block from every engine to the caller"}, true, 1, mover<make_pull>},
    Operation{{"scatter", "mpi-static: a part of a block from the caller to every rank"},
              true,
              1,
              mover<make_scatter>},
    Operation{{"gather", "mpi-static: a part of a block from every rank to the caller"},
              true,
              1,
              mover<make_gather>},
    Operation{{"apply", "mpi-static: a function on every rank, and its results"},
              false,
              1,
              caller<Calls::on_every>},
    Operation{{"map-sync", "mpi-static: a function of many arguments, in equal shares"},
              false,
              1000,
              caller<Calls::divided>},
    Operation{{"task", "mpi: one task to an engine that has room and back, one after the other"},
              false,
              1,
              caller<Calls::one>},
    Operation{{"map-balanced", "mpi: many tasks, each to whoever has room; the caller is one of them"},
              false,
              200,
              caller<Calls::balanced>}};

struct ViewProbe {
  static constexpr ProbeFacts facts{
      .name = "view",
      .summary = "what ipyparallel's views do, on ranks: push, scatter, apply, tasks",
      .parameters = {Parameter{"engines", 1, most_engines}, Parameter{"bytes", 0, 1 << 30}},
      .launched = true};

  static std::vector<Mechanism> mechanisms() {
    std::vector<Mechanism> all;
    if (!find_runtime("mpi")) return all;  // a build without MPI
    for (const Operation& operation : operations) all.push_back(operation.mechanism);
    return all;
  }

  static std::vector<Case> cases(std::string_view mechanism) {
    const Operation* const operation = find(mechanism);
    std::vector<Case> all;
    for (const std::uint64_t engines : {1u, 2u}) {
      for (const std::uint64_t bytes : {std::uint64_t{8}, std::uint64_t{1} << 20}) {
        if (operation->moves || bytes == 8)
          all.push_back({.size = operation->size, .values = {engines, operation->moves ? bytes : 0}});
      }
    }
    return all;
  }

  static int workers(const Case& parameters) { return static_cast<int>(parameters.values[0]) + 1; }
  static std::size_t bytes_per_item(const Case& parameters) {
    return parameters.values[0] * parameters.values[1];
  }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    const Operation* const operation = find(mechanism);
    if (!operation) throw NotSupported("no such operation");
    const std::uint64_t engines = parameters.values[0], bytes = parameters.values[1];
    if (engines < 1 || engines > most_engines)
      throw NotSupported(fmt::format("there can be 1 to {} engines", most_engines));
    if (operation->moves && (bytes == 0 || bytes % 8 != 0))
      throw NotSupported("a block that can be checked has a multiple of 8 bytes");
    if (operation->moves && parameters.size != 1)
      throw NotSupported("an item is all that happens at once: size is 1");
    if (!operation->moves && bytes != 0) throw NotSupported("calls carry no block: bytes is 0");
    return operation->start(static_cast<int>(engines), bytes, parameters.size);
  }

 private:
  static const Operation* find(std::string_view mechanism) {
    for (const Operation& operation : operations) {
      if (operation.mechanism.name == mechanism) return &operation;
    }
    return nullptr;
  }
};

}  // namespace

PARALLAX_PROBE(view, ViewProbe);

}  // namespace parallax

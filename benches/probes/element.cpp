// SPDX-License-Identifier: MIT
//
// element: each item reads one of some integers, or adds one to it (update:1), wherever they lie: in memory
// of the client's own, in shared memory with and without a lock, in a manager's process. One client, or
// several at once, each of them a forked process.
#include <array>

#include "benches/probes/shared_state/element_load.hpp"

namespace parallax {
namespace {

struct Way {
  Mechanism mechanism;
  std::unique_ptr<Probe> (*start)(int clients, bool update, std::size_t size);
};

template <class Store, std::size_t values = 1>
std::unique_ptr<Probe> load(int clients, bool update, std::size_t size) {
  return std::make_unique<ElementLoad<Store>>(clients, update, size, values);
}

constexpr auto local = ManagerTransport::local;
constexpr auto tcp = ManagerTransport::tcp;

constexpr std::array ways{
    Way{{"local", "memory of each client's own"}, load<LocalStore, store_length>},
    Way{{"value-raw", "shared memory, no lock; loses updates"}, load<ValueStore<RawValue, false>>},
    Way{{"value-locked", "shared memory, a robust lock around every get and every set; loses updates"},
        load<ValueStore<LockedValue, false>>},
    Way{{"value-held", "shared memory, the lock held over get and set"}, load<ValueStore<LockedValue, true>>},
    Way{{"array-raw", "shared memory, no lock; loses updates"},
        load<ArrayStore<RawArray, false>, store_length>},
    Way{{"array-locked", "shared memory, a robust lock around every get and every set; loses updates"},
        load<ArrayStore<LockedArray, false>, store_length>},
    Way{{"array-batch", "shared memory, the lock held over all items of an iteration"},
        load<ArrayStore<LockedArray, true>, store_length>},
    Way{{"atomic", "shared memory, one atomic instruction"}, load<AtomicStore>},
    Way{{"manager-unix", "a list in a server process, over AF_UNIX: get, or get and set; loses updates"},
        load<ManagedListStore<local>, store_length>},
    Way{{"manager-tcp", "the same over TCP on the loopback interface"},
        load<ManagedListStore<tcp>, store_length>},
    Way{{"manager-unix-add", "a value in a server process that adds by itself, over AF_UNIX"},
        load<ManagedValueStore<local>>},
    Way{{"manager-tcp-add", "the same over TCP on the loopback interface"}, load<ManagedValueStore<tcp>>},
};

struct Element {
  static constexpr ProbeFacts facts{
      .name = "element",
      .summary = "reads one shared integer, or adds one to it",
      .parameters = {Parameter{"clients", 1, most_clients}, Parameter{"update", 0, 1}}};

  static std::vector<Mechanism> mechanisms() {
    std::vector<Mechanism> all;
    for (const Way& way : ways) all.push_back(way.mechanism);
    return all;
  }
  static std::vector<Case> cases(std::string_view) {
    std::vector<Case> all;
    for (const std::uint64_t clients : {1u, 2u}) {
      for (const std::uint64_t update : {0u, 1u}) all.push_back({.size = 1000, .values = {clients, update}});
    }
    return all;
  }
  static int workers(const Case& parameters) { return static_cast<int>(parameters.values[0]); }
  static std::size_t bytes_per_item(const Case&) { return 0; }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    if (parameters.values[0] < 1 || parameters.values[0] > most_clients)
      throw NotSupported(fmt::format("there can be 1 to {} clients", most_clients));
    if (parameters.values[1] > 1) throw NotSupported("update is 0 or 1");
    for (const Way& way : ways) {
      if (way.mechanism.name == mechanism)
        return way.start(workers(parameters), parameters.values[1] == 1, parameters.size);
    }
    throw NotSupported("no such mechanism");
  }
};

}  // namespace

PARALLAX_PROBE(element, Element);

}  // namespace parallax

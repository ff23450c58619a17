// SPDX-License-Identifier: MIT
//
// signal: each item is one hand-over of a baton between two workers who sleep while they do not have it, back
// and forth; at the barrier it is one meeting of both. Every way between the threads of a process and between
// processes.
#include <array>

#include "benches/probes/primitives/relays.hpp"
#include "benches/probes/primitives/signal_load.hpp"

namespace parallax {
namespace {

struct Way {
  Mechanism mechanism;
  std::unique_ptr<Probe> (*start)(std::size_t size);
};

template <class Relay, Sharing sharing>
std::unique_ptr<Probe> handover(std::size_t size) {
  return std::make_unique<HandoverLoad<Relay>>(sharing, size);
}

template <Sharing sharing>
std::unique_ptr<Probe> meeting(std::size_t size) {
  return std::make_unique<MeetingLoad<Barrier>>(sharing, size);
}

constexpr auto threads = Sharing::threads;
constexpr auto processes = Sharing::processes;

constexpr std::array ways{
    Way{{"condition-threads", "a mutex and a condition variable"}, handover<ConditionRelay, threads>},
    Way{{"condition-processes", "a mutex and a condition variable, process-shared; not robust"},
        handover<ConditionRelay, processes>},
    Way{{"event-threads", "a flag on a futex: set, wait, clear"}, handover<EventRelay, threads>},
    Way{{"event-processes", "a flag on a futex in shared memory: set, wait, clear"},
        handover<EventRelay, processes>},
    Way{{"semaphore-threads", "two sem_t"}, handover<SemaphoreRelay, threads>},
    Way{{"semaphore-processes", "two sem_t, process-shared; not robust"},
        handover<SemaphoreRelay, processes>},
    Way{{"barrier-threads", "a barrier at which both meet"}, meeting<threads>},
    Way{{"barrier-processes", "a barrier at which both meet, process-shared; not robust"},
        meeting<processes>},
    Way{{"eventfd-threads", "two eventfds"}, handover<EventfdRelay, threads>},
    Way{{"eventfd-processes", "two eventfds, inherited"}, handover<EventfdRelay, processes>},
    Way{{"pipe-threads", "a byte through one of two pipes"}, handover<PipeRelay, threads>},
    Way{{"pipe-processes", "a byte through one of two pipes, inherited"}, handover<PipeRelay, processes>},
    Way{{"floor-futex-threads", "a bare futex: the least for workers that sleep"},
        handover<FutexRelay, threads>},
    Way{{"floor-futex-processes", "a bare futex in shared memory"}, handover<FutexRelay, processes>},
    Way{{"floor-spin-threads", "both look at one word and never sleep: the least of all"},
        handover<SpinRelay, threads>},
    Way{{"floor-spin-processes", "both look at one word in shared memory and never sleep"},
        handover<SpinRelay, processes>},
};

struct Signal {
  static constexpr ProbeFacts facts{.name = "signal",
                                    .summary = "one worker wakes another, by turns; a barrier: both meet"};

  static std::vector<Mechanism> mechanisms() {
    std::vector<Mechanism> all;
    for (const Way& way : ways) all.push_back(way.mechanism);
    return all;
  }
  static std::vector<Case> cases(std::string_view) { return {{.size = 1000}}; }
  static int workers(const Case&) { return 2; }
  static std::size_t bytes_per_item(const Case&) { return 0; }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    for (const Way& way : ways) {
      if (way.mechanism.name == mechanism) return way.start(parameters.size);
    }
    throw NotSupported("no such mechanism");
  }
};

}  // namespace

PARALLAX_PROBE(signal, Signal);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// The order of things here is the method (docs/method/timing.md tells it to people): inputs before workers,
// verification before timing, nothing but the runs between the two readings of the clock.
#include "benches/harness/host/measuring.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "benches/harness/host/accounts/accounted_work.hpp"
#include "benches/harness/host/accounts/processor_counters.hpp"
#include "benches/harness/host/left_threads.hpp"
#include "benches/harness/host/origin_use.hpp"
#include "benches/harness/host/placed_work.hpp"
#include "benches/harness/host/timing.hpp"
#include "benches/support/graph_output.hpp"
#include "runtimes/mpi/ranks.hpp"
#include "runtimes/process/usage.hpp"
#include "runtimes/support/cpus.hpp"

namespace parallax {
namespace {

void require(const Mistake& mistake, const char* when) {
  if (mistake) throw WrongResult(fmt::format("{} ({})", *mistake, when));
}

void run_jobs(AnyRuntime& runtime, std::span<const MapJob> jobs) {
  for (const MapJob& job : jobs) runtime.map(job);
}

// round: how many iterations follow. A graph's outputs tell it, and the last one's are those of the serial answer.
void run_work(AnyRuntime& runtime, const Work& work, std::int64_t round = 0) {
  if (const TreeJob* const tree = work.tree()) return runtime.tree(*tree);
  if (const GraphJob* const graph = work.graph()) {
    GraphJob job = *graph;
    job.round = static_cast<std::uint64_t>(round);
    return runtime.graph(job);
  }
  run_jobs(runtime, work.jobs());
}

std::span<const std::byte> bytes_of(const Histogram& histogram) {
  return std::as_bytes(std::span(&histogram, 1));
}

// Whether a runtime counts the bytes that it moves between processes.
bool moves_data(const std::vector<Counter>& counters) {
  return std::any_of(counters.begin(), counters.end(),
                     [](const Counter& counter) { return counter.name == "bytes_moved"; });
}

// The runtime's note, and what readers of a result should know about its verification.
std::string noted(std::string text, Pin pin, const Work& work) {
  const auto add = [&](std::string_view more) { text.append(text.empty() ? "" : ", ").append(more); };
  if (pin != Pin::none) add(fmt::format("pinned to {}", pin_names[static_cast<std::size_t>(pin)]));
  if (const std::string note = work.note(); !note.empty()) add(note);
  if (!work.knows_answer()) add("verified against serial only");
  return text;
}

// How many tasks and dependences a graph has, for the result; nothing else has any.
std::vector<Counter> graph_counters(const Work& work) {
  if (!work.graph()) return {};
  const GraphCounts counts = counts_of(*work.graph());
  return {{.name = "tasks", .value = static_cast<double>(counts.tasks)},
          {.name = "dependences", .value = static_cast<double>(counts.dependences)}};
}

// Accounts need not be kept for longer than this.
constexpr double accounted_seconds = 0.02;

// Where the time of the timed run, whose result this is, goes: by another run of the same work.
void keep_accounts(AccountedWork& accounted, AnyRuntime& runtime, const Order& order, Measurement& result) {
  const double timed = result.seconds / static_cast<double>(order.iterations);
  const auto iterations = static_cast<std::int64_t>(std::clamp(
      std::ceil(accounted_seconds / std::max(timed, 1e-9)), 1.0, static_cast<double>(order.iterations)));
  // Of ranks this process sees itself alone.
  std::optional<ProcessorCounters> processor;
  if (!Ranks::current()) processor.emplace(getpid(), ProcessorReader::of_this_machine());
  const auto accounts = accounted.run(runtime, iterations, timed);
  if (!accounts) return;
  if (processor) add_values(result, processor->counters(iterations));
  add_values(result, counters_of(*accounts, order.settings.workers, iterations, timed));
}

// More regions show the same again.
constexpr std::int64_t most_traced = 3;

// How long the same jobs take if all bytes are moved but nothing is computed.
double time_of_moving(AnyRuntime& runtime, const Work& work, std::int64_t iterations) {
  std::vector<MapJob> jobs(work.jobs().begin(), work.jobs().end());
  for (MapJob& job : jobs) job.run = [](const MapJob&, Range, Worker&) {};
  GraphJob graph;
  if (work.graph()) graph = *work.graph();
  graph.run = [](const GraphJob&, GraphTask, Worker&) {};
  const auto move = [&] {
    run_jobs(runtime, jobs);
    if (work.graph()) runtime.graph(graph);
  };
  move();
  const auto begin = Clock::now();
  for (std::int64_t i = 0; i < iterations; ++i) move();
  return seconds_since(begin);
}

}  // namespace

std::unique_ptr<Work> prepare(const KernelEntry& kernel, const Order& order, Arena& arena) {
  return kernel.prepare(order.parameters,
                        {.corpus = std::string(std::string_view(order.corpus)),
                         .origin = order.origin,
                         .library = order.library},
                        arena);
}

namespace {

// A task that does not find an input notes that in its params; where ranks have copies, in that rank's.
Mistake lost_inputs(AnyRuntime& runtime, const GraphJob& job) {
  Mistake found;
  runtime.pull(job.params, [&](std::span<const std::byte> copy) {
    if (!std::equal(copy.begin(), copy.end(), job.params.begin()))
      found = "a task of another rank did not find an input";
  });
  return found;
}

}  // namespace

Measurement measure_kernel(const KernelEntry& kernel, const Strategy& strategy, const Order& order,
                           const ConductorLink& conductor) {
  Measurement result;
  Arena arena;
  conductor.announce("preparing");
  if (!Ranks::current()) arena.touch_first(order.first_touch, order.settings.workers);
  auto work = prepare(kernel, order, arena);
  if (!Ranks::current()) work = placed(std::move(work), order.pin, order.settings.workers, arena);
  const bool elsewhere = strategy.is_elsewhere;
  const auto counted = make_counted(*work, arena, elsewhere);
  const std::size_t items = work->jobs().empty() ? 1 : work->jobs().back().items;

  std::optional<AccountedWork> accounted;
  if (order.accounts && strategy.is_counted)
    accounted.emplace(*work, arena, order.settings.workers, order.trace);

  // Before workers are there, so that all pages are made by this process, whichever the runtime.
  poison(*work);

  conductor.announce("starting the runtime");
  auto begin = Clock::now();
  auto runtime = strategy.start(order.settings);
  result.start_seconds = seconds_since(begin);
  const std::string note = noted(runtime->note(), order.pin, *work);
  result.note = std::string_view(note);

  const auto run_verified = [&](const char* when) {
    if (!strategy.is_counted) return run_work(*runtime, *work);
    counted->reset();
    counted->run(*runtime, order.settings.workers);
    require(counted->mistake(*runtime), when);
  };
  const auto verify = [&](const char* when) {
    if (work->graph()) require(work->mistake(), when);  // names a task, where bytes only name a place
    if (elsewhere && work->graph()) require(lost_inputs(*runtime, *work->graph()), when);
    require(conductor.compare(work->result(), items), when);
    require(work->mistake(), when);
    if (!elsewhere) require(work->check_side_effects(), when);
  };

  if (elsewhere && work->graph()) runtime->push(work->graph()->params);

  conductor.announce("verifying");
  run_verified("before timing");
  verify("before timing");
  poison(*work);

  conductor.announce("timing");
  runtime->restart_counters();
  Histogram* const latencies = work->latencies();
  if (latencies) {
    latencies->reset();
    runtime->push(bytes_of(*latencies));
  }
  const OriginUse origin(order.origin.process, order.conductor);
  time(*runtime, std::min(order.settings.workers, usable_cpus()), result, [&] {
    for (std::int64_t i = 1; i <= order.iterations; ++i) run_work(*runtime, *work, order.iterations - i);
  });
  std::vector<Counter> counters = runtime->counters();
  for (const Counter& counter : graph_counters(*work)) counters.push_back(counter);
  if (const auto busiest = origin.busiest(result.seconds)) {
    counters.push_back({.name = "origin_use", .value = *busiest});
    result.note = std::string_view(origin_noted(note, *busiest, result.seconds));
  }
  if (latencies) {
    runtime->pull(bytes_of(*latencies), [&](std::span<const std::byte> copy) {
      latencies->add(*reinterpret_cast<const Histogram*>(copy.data()));
    });
  }
  result.pss_bytes += static_cast<double>(usage_of(getpid()).pss_bytes);
  conductor.announce("verifying");
  verify("after timing");
  if (moves_data(counters) && !work->tree()) {  // which nodes a tree has is known from what they compute
    const double seconds = time_of_moving(*runtime, *work, order.iterations);
    counters.push_back({.name = "move_seconds", .value = seconds, .per_iteration = true});
  }
  read_counters(result, counters, latencies, order.iterations);
  if (accounted) {
    conductor.announce("keeping accounts");
    keep_accounts(*accounted, *runtime, order, result);
    if (order.trace) {
      conductor.announce("tracing");
      conductor.trace(accounted->trace(*runtime, std::min(order.iterations, most_traced), strategy.steals));
    }
  }

  // Once more with poison and counting: what was timed must still be the work that was verified before.
  poison(*work);
  run_verified("after timing");
  verify("after timing");
  runtime->usage();  // a worker that has died meanwhile is noticed here

  conductor.announce("stopping the runtime");
  begin = Clock::now();
  runtime->stop();
  result.stop_seconds = seconds_since(begin);
  return result;
}

Measurement measure_probe(const ProbeEntry& entry, const Order& order, const ConductorLink& conductor) {
  Measurement result;
  conductor.announce("starting the mechanism");
  auto begin = Clock::now();
  auto probe = entry.start(order.runtime, order.parameters);
  result.start_seconds = seconds_since(begin);
  result.note = std::string_view(probe->note());

  conductor.announce("verifying");
  probe->run(1);
  require(probe->mistake(), "before timing");

  conductor.announce("timing");
  probe->restart_counters();
  time(*probe, usable_cpus(), result, [&] { probe->run(order.iterations); });
  read_counters(result, probe->counters(), nullptr, order.iterations);
  result.pss_bytes += static_cast<double>(usage_of(getpid()).pss_bytes);
  conductor.announce("verifying");
  require(probe->mistake(), "after timing");

  conductor.announce("stopping the mechanism");
  begin = Clock::now();
  probe.reset();
  result.stop_seconds = seconds_since(begin);
  return result;
}

Measurement make_reference(const KernelEntry& kernel, const Strategy& serial, const Order& order,
                           const ConductorLink& conductor) {
  Measurement result;
  Arena arena;
  conductor.announce("preparing");
  const auto work = prepare(kernel, order, arena);
  conductor.announce("running serially");
  poison(*work, serial_poison);
  const std::size_t threads = threads_here();
  const auto runtime = serial.start(order.settings);
  time(*runtime, 1, result, [&] { run_work(*runtime, *work); });
  require(work->mistake(), "the serial answer itself");
  require(work->check_side_effects(), "the serial answer itself");
  require(threads_left(threads), "the serial answer itself");
  conductor.keep(work->result());
  return result;
}

}  // namespace parallax

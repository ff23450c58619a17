// SPDX-License-Identifier: MIT
//
// The order of things here is the method (METHOD.md tells it to people): inputs before workers, verification
// before timing, nothing but the runs between the two looks at the clock.
#include "benches/harness/host/measuring.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "benches/control/control.hpp"
#include "benches/kernels/kernels.hpp"
#include "benches/probes/probes.hpp"
#include "runtimes/process/usage.hpp"
#include "runtimes/registry.hpp"

namespace parallax {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

class Wrong : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

void require(const Mistake& mistake, const char* when) {
  if (mistake) throw Wrong(fmt::format("{} ({})", *mistake, when));
}

std::unique_ptr<AnyRuntime> start_runtime(const Order& order) {
  if (order.control) {
    const Control* control = find_control(order.kernel, order.runtime);
    if (!control) throw std::runtime_error("no such control in this program");
    return control->start(order.settings);
  }
  const RuntimeEntry* entry = find_runtime(order.runtime);
  if (!entry) throw std::runtime_error("no such runtime in this program");
  return entry->start(order.settings);
}

void run_jobs(AnyRuntime& runtime, std::span<const MapJob> jobs) {
  for (const MapJob& job : jobs) runtime.map(job);
}

// CPU time and context switches of all workers so far. This process' own CPU time is read nearest to the
// timed run.
struct Spent {
  double cpu_seconds = 0;
  double context_switches = 0;
};

double own_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double own_context_switches() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_nvcsw + usage.ru_nivcsw);
}

Spent spent_before(const Usage& others) {
  const double switches = static_cast<double>(others.context_switches) + own_context_switches();
  return {others.cpu_seconds + own_cpu_seconds(), switches};
}

// What runtime and kernel have counted since both were restarted.
void read_counters(Measurement& result, const std::vector<Counter>& counters, const Histogram* latencies,
                   std::int64_t iterations) {
  std::size_t used = 0;
  const auto add = [&](std::string_view name, double value) {
    if (used < result.counters.size()) result.counters[used++] = {name, value};
  };
  for (const Counter& counter : counters)
    add(counter.name,
        counter.per_iteration ? counter.value / static_cast<double>(iterations) : counter.value);
  if (!latencies || latencies->count() == 0) return;
  const auto seconds = [](std::chrono::nanoseconds duration) {
    return std::chrono::duration<double>(duration).count();
  };
  add("requests_per_second", static_cast<double>(latencies->count()) / result.seconds);
  add("latency_mean", seconds(latencies->mean()));
  add("latency_p50", seconds(latencies->quantile(0.5)));
  add("latency_p90", seconds(latencies->quantile(0.9)));
  add("latency_p99", seconds(latencies->quantile(0.99)));
  add("latency_max", seconds(latencies->maximum()));
}

std::span<const std::byte> bytes_of(const Histogram& histogram) {
  return std::as_bytes(std::span(&histogram, 1));
}

// Whether a runtime counts the bytes that it moves between processes.
bool moves_data(const std::vector<Counter>& counters) {
  return std::any_of(counters.begin(), counters.end(),
                     [](const Counter& counter) { return counter.name == "bytes_moved"; });
}

// How long the same jobs take if all bytes are moved but nothing is computed.
double time_of_moving(AnyRuntime& runtime, const Work& work, std::int64_t iterations) {
  std::vector<MapJob> jobs(work.jobs().begin(), work.jobs().end());
  for (MapJob& job : jobs) job.run = [](const MapJob&, Range, Worker&) {};
  run_jobs(runtime, jobs);
  const auto begin = Clock::now();
  for (std::int64_t i = 0; i < iterations; ++i) run_jobs(runtime, jobs);
  return seconds_since(begin);
}

// Runs `timed` between two looks at the clock, the usage of this process and that of `worked`'s peers.
template <class Worked, class Timed>
void time(Worked& worked, Measurement& result, Timed timed) {
  const Spent before = spent_before(worked.usage());
  const auto begin = Clock::now();
  timed();
  result.seconds = seconds_since(begin);
  const double own_cpu = own_cpu_seconds();
  const double own_switches = own_context_switches();
  const Usage others = worked.usage();
  result.cpu_seconds = own_cpu + others.cpu_seconds - before.cpu_seconds;
  result.context_switches =
      own_switches + static_cast<double>(others.context_switches) - before.context_switches;
  result.pss_bytes = static_cast<double>(others.pss_bytes);
}

Measurement measure(const Order& order, const ConductorLink& conductor) {
  Measurement result;
  Arena arena;
  conductor.announce("preparing");
  const auto work = prepare(order, arena);
  const RuntimeEntry* const entry = find_runtime(order.runtime);
  const bool elsewhere = entry && entry->facts.launched && order.settings.workers > 1 && !order.control;
  const CountedJobs counted(*work, arena, elsewhere);
  const std::size_t items = work->jobs().back().items;

  conductor.announce("starting the runtime");
  auto begin = Clock::now();
  auto runtime = start_runtime(order);
  result.start_seconds = seconds_since(begin);
  result.note = std::string_view(runtime->note());

  const auto verify = [&](const char* when) {
    require(conductor.compare(result_of(*work), items), when);
    require(work->mistake(), when);
    if (!elsewhere) require(work->check_side_effects(), when);
  };

  conductor.announce("verifying");
  poison(*work);
  run_jobs(*runtime, order.control ? work->jobs() : counted.jobs());
  // A control does not go through the common interface, so it has no chunks to count.
  if (!order.control) require(counted.mistake(*runtime), "before timing");
  verify("before timing");
  poison(*work);

  conductor.announce("timing");
  runtime->restart_counters();
  Histogram* const latencies = work->latencies();
  if (latencies) {
    latencies->reset();
    runtime->push(bytes_of(*latencies));
  }
  time(*runtime, result, [&] {
    for (std::int64_t i = 0; i < order.iterations; ++i) run_jobs(*runtime, work->jobs());
  });
  std::vector<Counter> counters = runtime->counters();
  if (latencies) {
    runtime->pull(bytes_of(*latencies), [&](std::span<const std::byte> copy) {
      latencies->add(*reinterpret_cast<const Histogram*>(copy.data()));
    });
  }
  result.pss_bytes += static_cast<double>(usage_of(getpid()).pss_bytes);
  conductor.announce("verifying");
  verify("after timing");
  if (moves_data(counters)) {
    const double seconds = time_of_moving(*runtime, *work, order.iterations);
    counters.push_back({.name = "move_seconds", .value = seconds, .per_iteration = true});
  }
  read_counters(result, counters, latencies, order.iterations);

  // Once more with poison and counting: what was timed must still be the work that was verified before.
  poison(*work);
  counted.reset();
  run_jobs(*runtime, order.control ? work->jobs() : counted.jobs());
  if (!order.control) require(counted.mistake(*runtime), "after timing");
  verify("after timing");
  runtime->usage();  // a worker that has died meanwhile is noticed here

  conductor.announce("stopping the runtime");
  begin = Clock::now();
  runtime->stop();
  result.stop_seconds = seconds_since(begin);
  return result;
}

// The same for a probe, which checks itself.
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
  time(*probe, result, [&] { probe->run(order.iterations); });
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

// The serial answer, written to the result file for all later hosts of the same kernel and case.
void make_reference(const Order& order, const ConductorLink& conductor) {
  Arena arena;
  conductor.announce("preparing");
  const auto work = prepare(order, arena);
  conductor.announce("running serially");
  poison(*work);
  const auto serial = find_runtime("serial")->start({});
  run_jobs(*serial, work->jobs());
  require(work->mistake(), "the serial answer itself");
  require(work->check_side_effects(), "the serial answer itself");
  conductor.keep(result_of(*work));
}

}  // namespace

std::unique_ptr<Work> prepare(const Order& order, Arena& arena) {
  const KernelEntry* kernel = find_kernel(order.kernel);
  if (!kernel) throw std::runtime_error("no such kernel in this program");
  return kernel->prepare(order.parameters,
                         {.corpus = std::string(std::string_view(order.corpus)), .origin = order.origin},
                         arena);
}

Message execute(const Order& order, const ConductorLink& conductor) {
  Message reply;
  try {
    if (order.task == Order::Task::reference) {
      make_reference(order, conductor);
    } else if (const ProbeEntry* probe = find_probe(order.kernel)) {
      reply.measurement = measure_probe(*probe, order, conductor);
    } else {
      reply.measurement = measure(order, conductor);
    }
    reply.kind = Message::Kind::measured;
  } catch (const Wrong& wrong) {
    reply.kind = Message::Kind::wrong;
    reply.text = std::string_view(wrong.what());
  } catch (const NotSupported& reason) {
    reply.kind = Message::Kind::not_supported;
    reply.text = std::string_view(reason.what());
  } catch (const std::exception& error) {
    reply.kind = Message::Kind::failed;
    reply.text = std::string_view(error.what());
  }
  return reply;
}

}  // namespace parallax

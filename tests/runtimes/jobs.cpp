// SPDX-License-Identifier: MIT
#include "tests/runtimes/jobs.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "runtimes/copies.hpp"
#include "support/random.hpp"

namespace parallax::testing {
namespace {

std::span<std::atomic<std::uint32_t>> counters(Arena& arena, std::size_t count) {
  const auto bytes = arena.allocate(count * sizeof(std::atomic<std::uint32_t>));
  return {reinterpret_cast<std::atomic<std::uint32_t>*>(bytes.data()), count};
}

// Of no two items the same, and never zero.
std::uint64_t result_of(std::size_t item) { return golden_gamma * (item + 1); }

}  // namespace

CountingJob::CountingJob(Arena& arena, std::size_t most_items)
    : plan_(arena.allocate_array<Plan>(1)),
      counters_(counters(arena, most_items)),
      results_(arena.allocate_array<std::uint64_t>(most_items)),
      stray_counters_(counters(arena, 1)),
      strays_(stray_counters_.data()),
      deaths_(&counters(arena, 1)[0]) {}

MapJob CountingJob::make(std::size_t items, std::size_t grain, Deed deed, std::uint64_t at, bool waits) {
  plan_[0] = {deed, at, getpid(), strays_, waits, deaths_, counters_.data()};
  std::fill(results_.begin(), results_.end(), 0u);
  for (auto& counter : counters_) counter = 0;
  *strays_ = 0;
  return {.kernel = "counting",
          .items = items,
          .grain = grain,
          .params = std::as_bytes(plan_),
          .in = {},
          .out = std::as_writable_bytes(results_.first(items)),
          .run = item};
}

std::size_t CountingJob::ran_once(std::size_t items) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < items; ++i) count += counters_[i] == 1 && results_[i] == result_of(i);
  return count;
}

void CountingJob::run(AnyRuntime& runtime, const MapJob& job, int times) {
  runtime.push(job.params);
  runtime.push(std::as_bytes(counters_));
  for (int i = 0; i < times; ++i) runtime.map(job);
  add_up(runtime, counters_);
  add_up(runtime, stray_counters_);
}

void CountingJob::item(const MapJob& job, Range range, Worker& worker) {
  const Plan& plan = *reinterpret_cast<const Plan*>(job.params.data());
  if (range.begin % job.grain != 0 || range.size() == 0 || range.end > job.items ||
      (range.size() != job.grain && range.end != job.items))
    ++*plan.strays;
  auto* const out = reinterpret_cast<std::uint64_t*>(job.out.data());
  for (std::size_t i = range.begin; i < range.end; ++i) {
    ++plan.counters[i];
    out[i] = result_of(i);
    if (plan.deed == Deed::sleep_at && i == plan.at) worker.sleep_for(std::chrono::milliseconds(20));
    if (plan.deed == Deed::throw_at && i == plan.at) throw std::runtime_error("item refuses");
    if (plan.deed == Deed::die_at && getpid() != plan.spared && plan.deaths->fetch_add(1) == 0)
      raise(SIGKILL);
  }
  // The one that is spared gives the others time to come and die: without an end they would never get a
  // chunk.
  if (plan.deed == Deed::die_at && plan.waits && getpid() == plan.spared) {
    while (*plan.deaths == 0) worker.sleep_for(std::chrono::microseconds(100));
  }
}

}  // namespace parallax::testing

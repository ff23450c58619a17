// SPDX-License-Identifier: MIT
#include "benches/harness/host/verification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "benches/harness/host/counted_graph.hpp"
#include "benches/harness/host/counted_tree.hpp"
#include "runtimes/copies.hpp"

namespace parallax {

void poison(const Work& work, std::byte pattern) {
  const auto fill = [&](std::span<std::byte> bytes) { std::fill(bytes.begin(), bytes.end(), pattern); };
  for (const MapJob& job : work.jobs()) fill(job.out);
  if (work.jobs().empty()) fill(work.result());
}

Mistake difference(std::span<const std::byte> result, std::span<const std::byte> expected,
                   std::size_t items) {
  if (result.size() != expected.size())
    return fmt::format("the result has {} bytes instead of {}", result.size(), expected.size());
  const auto [at, right] = std::mismatch(result.begin(), result.end(), expected.begin());
  if (at == result.end()) return {};
  const auto byte = static_cast<std::size_t>(at - result.begin());
  return fmt::format("byte {} of the result (item {}) is {:#04x} instead of {:#04x}", byte,
                     byte / (result.size() / items), static_cast<unsigned>(*at),
                     static_cast<unsigned>(*right));
}

std::unique_ptr<CountedWork> make_counted(const Work& work, Arena& arena, bool elsewhere) {
  if (work.tree()) return std::make_unique<CountedTree>(*work.tree(), arena, elsewhere);
  if (work.graph()) return std::make_unique<CountedGraph>(*work.graph(), arena, elsewhere);
  return std::make_unique<CountedJobs>(work, arena, elsewhere);
}

CountedJobs::CountedJobs(const Work& work, Arena& arena, bool elsewhere) {
  for (const MapJob& job : work.jobs()) {
    // Zeroed memory is an array of counters at zero.
    const auto counted = arena.allocate_array<std::byte>(sizeof(Counted));
    const auto runs = arena.allocate(chunk_count(job) * sizeof(std::atomic<std::uint32_t>));
    const auto strays = arena.allocate(sizeof(std::atomic<std::uint32_t>));
    new (counted.data())
        Counted{job,
                elsewhere ? work.side_effect_check() : Work::SideEffectCheck(),
                {reinterpret_cast<std::atomic<std::uint32_t>*>(runs.data()), chunk_count(job)},
                {reinterpret_cast<std::atomic<std::uint32_t>*>(strays.data()), 1},
                elsewhere ? nullptr : &arena.make<Stragglers>()};
    MapJob wrapped = job;
    wrapped.params = counted;
    wrapped.params_are_local = false;  // what it points to is on every rank
    wrapped.run = run_chunk;
    wrapped_.push_back(wrapped);
  }
}

const CountedJobs::Counted& CountedJobs::counted_of(const MapJob& wrapped) {
  return *reinterpret_cast<const Counted*>(wrapped.params.data());
}

void CountedJobs::run(AnyRuntime& runtime, int workers) {
  const auto choice = std::exchange(has_run_, true) ? Stragglers::Choice::random : Stragglers::Choice::first;
  unfinished_.clear();
  for (const MapJob& wrapped : wrapped_) {
    Stragglers* const stragglers = counted_of(wrapped).stragglers;
    if (!stragglers) {
      runtime.map(wrapped);
      continue;
    }
    stragglers->expect(wrapped, workers, choice);
    try {
      runtime.map(wrapped);
    } catch (...) {
      stragglers->let_go();
      throw;
    }
    const auto runs = counted_of(wrapped).runs;
    unfinished_.push_back(static_cast<std::size_t>(
        std::count_if(runs.begin(), runs.end(), [](const auto& run) { return run.load() == 0; })));
    stragglers->let_go();
  }
}

void CountedJobs::run_chunk(const MapJob& wrapped, Range range, Worker& worker) {
  const Counted& counted = counted_of(wrapped);
  const std::size_t index = range.begin / counted.job.grain;
  const auto run = [&] {
    // Where the caller's memory is not shared, inputs and results lie where the worker has them.
    MapJob job = counted.job;
    job.in = wrapped.in;
    job.out = wrapped.out;
    job.run(job, range, worker);
    if (!counted.side_effect_check) return;
    for (std::size_t i = range.begin; i < range.end; ++i) counted.side_effect_check(job, i);
  };
  if (counted.stragglers) {
    counted.stragglers->around(index, worker, run);
  } else {
    run();
  }
  // Last of all, so that what is counted has been finished.
  const bool stray = index >= counted.runs.size() || chunk(counted.job, index).begin != range.begin ||
                     chunk(counted.job, index).end != range.end;
  (stray ? counted.strays[0] : counted.runs[index]).fetch_add(1, std::memory_order_release);
}

void CountedJobs::reset() {
  unfinished_.clear();
  for (const MapJob& wrapped : wrapped_) {
    const Counted& counted = counted_of(wrapped);
    counted.strays[0].store(0);
    for (auto& runs : counted.runs) runs.store(0);
  }
}

Mistake CountedJobs::mistake(AnyRuntime& runtime) const {
  for (std::size_t i = 0; i < wrapped_.size(); ++i) {
    const Counted& counted = counted_of(wrapped_[i]);
    add_up(runtime, counted.strays);
    add_up(runtime, counted.runs);
    if (const auto strays = counted.strays[0].load())
      return fmt::format("{} ranges were run that are no chunk of the job", strays);
    // Those who were held do not wait until they have been counted.
    if (i < unfinished_.size() && unfinished_[i] != 0)
      return fmt::format("{} of {} chunks were not finished when map() returned", unfinished_[i],
                         counted.runs.size());
    for (std::size_t c = 0; c < counted.runs.size(); ++c) {
      if (const auto runs = counted.runs[c].load(); runs != 1)
        return fmt::format("chunk {} of {} ran {} times instead of once", c, counted.runs.size(), runs);
    }
  }
  return {};
}

}  // namespace parallax

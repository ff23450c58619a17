// SPDX-License-Identifier: MIT
//
// Ranks simulated in one process, each with a copy of the shared memory that takes the place of the caller's
// while it runs, and with what can go wrong between ranks.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "runtimes/runtime.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/worker.hpp"

namespace parallax::testing {

enum class Fault {
  none,
  push_is_lost,
  push_misses_one,
  push_is_cut,
  pull_is_the_callers,
  pull_is_of_one,
  pull_is_damaged,
  inputs_are_lost,
  inputs_are_a_neighbours,
  inputs_are_damaged,
  results_are_lost,
  results_are_damaged,
  caller_does_all
};
inline Fault fault = Fault::none;

inline void damage(std::span<std::byte> bytes) { bytes[bytes.size() / 2] ^= std::byte{1}; }

class SimulatedRanks {
 public:
  SimulatedRanks(const Settings& settings, bool is_static)
      : ranks_(static_cast<std::size_t>(settings.workers)), static_(is_static), mappings_(shared_mappings()) {
    std::vector<std::vector<std::byte>> memory;
    for (const SharedMapping& mapping : mappings_) {
      const auto bytes = bytes_of(mapping);
      memory.emplace_back(bytes.begin(), bytes.end());
    }
    copies_.assign(ranks_, memory);
  }

  void map(const MapJob& job) {
    for (std::size_t c = 0; c < chunk_count(job); ++c) {
      std::size_t rank = static_ ? 0 : 1 + c % (ranks_ - 1);
      while (static_ && c >= (rank + 1) * chunk_count(job) / ranks_) ++rank;
      if (fault == Fault::caller_does_all) rank = 0;
      run_at(rank, job, c);
    }
  }
  void push(std::span<const std::byte> part) {
    if (fault == Fault::push_is_lost) return;
    const std::size_t bytes = fault == Fault::push_is_cut ? part.size() / 2 : part.size();
    const std::size_t first = fault == Fault::push_misses_one ? 2 : 1;
    for (std::size_t r = first; r < ranks_; ++r) std::copy_n(part.begin(), bytes, copy_of(part, r).begin());
  }
  void pull(std::span<const std::byte> part, const TakeCopy& take) {
    for (std::size_t r = 1; r < ranks_; ++r) {
      const auto copy = copy_of(part, fault == Fault::pull_is_of_one ? 1 : r);
      std::vector<std::byte> arrived(copy.begin(), copy.end());
      if (fault == Fault::pull_is_the_callers) arrived.assign(part.begin(), part.end());
      if (fault == Fault::pull_is_damaged && r == 2) damage(arrived);
      take(arrived);
    }
  }

 private:
  static std::span<std::byte> bytes_of(const SharedMapping& mapping) {
    return {static_cast<std::byte*>(mapping.address), mapping.bytes};
  }
  // Where `rank` has what lies at `part` here.
  std::span<std::byte> copy_of(std::span<const std::byte> part, std::size_t rank) {
    for (std::size_t m = 0; m < mappings_.size(); ++m) {
      const auto bytes = bytes_of(mappings_[m]);
      if (part.data() >= bytes.data() && part.data() + part.size() <= bytes.data() + bytes.size())
        return std::span(copies_[rank][m])
            .subspan(static_cast<std::size_t>(part.data() - bytes.data()), part.size());
    }
    throw std::logic_error("a part that no rank has");
  }
  void become(std::size_t rank) {
    for (std::size_t m = 0; m < mappings_.size(); ++m)
      std::swap_ranges(copies_[rank][m].begin(), copies_[rank][m].end(), bytes_of(mappings_[m]).begin());
  }

  void run_at(std::size_t rank, const MapJob& job, std::size_t c) {
    Worker worker(static_cast<int>(rank));
    if (rank == 0) return job.run(job, chunk(job, c), worker);
    if (!job.params.empty()) std::ranges::copy(job.params, copy_of(job.params, rank).begin());
    if (!job.in.empty() && fault != Fault::inputs_are_lost) send_inputs(rank, job, c);
    become(rank);
    job.run(job, chunk(job, c), worker);
    const std::size_t per_item = job.out.size() / job.items;
    const auto own = job.out.subspan(per_item * c, per_item);
    std::vector<std::byte> result(own.begin(), own.end());
    become(rank);
    if (fault == Fault::results_are_damaged) damage(result);
    if (fault != Fault::results_are_lost) std::ranges::copy(result, own.begin());
  }
  void send_inputs(std::size_t rank, const MapJob& job, std::size_t c) {
    const std::size_t from = fault == Fault::inputs_are_a_neighbours ? (c + 1) % job.items : c;
    const auto to = copy_of(job.in.subspan(job.in_per_item * c, job.in_per_item), rank);
    std::ranges::copy(job.in.subspan(job.in_per_item * from, job.in_per_item), to.begin());
    if (fault == Fault::inputs_are_damaged) damage(to);
  }

  std::size_t ranks_;
  bool static_;
  std::vector<SharedMapping> mappings_;
  std::vector<std::vector<std::vector<std::byte>>> copies_;  // by rank and mapping
};

}  // namespace parallax::testing

// SPDX-License-Identifier: MIT
//
// scatter and gather: a block in equal parts, one for each rank, from the caller or to the caller. Both are
// jobs of one item for each rank that do next to nothing: a scatter's item has its part as its inputs, a
// gather's as its result.
#include <vector>

#include "benches/probes/views/view.hpp"

namespace parallax {
namespace {

std::uint64_t* part_of(std::span<const std::byte> block, std::size_t words, std::size_t i) {
  return reinterpret_cast<std::uint64_t*>(const_cast<std::byte*>(block.data())) + words * i;
}

class Scatter final : public View {
 public:
  Scatter(int engines, std::size_t bytes)
      : View(engines),
        words_(bytes / sizeof(std::uint64_t)),
        block_(allocate(words_ * ranks())),
        seen_(allocate(ranks())) {
    start("mpi-static");
    fill_parts();
  }

  void run(std::int64_t iterations) override {
    const MapJob job{.kernel = "view",
                     .items = ranks(),
                     .grain = 1,
                     .params = {},
                     .in = std::as_bytes(block_),
                     .in_per_item = words_ * sizeof(std::uint64_t),
                     .out = std::as_writable_bytes(seen_),
                     .run = look_at_ends};
    for (std::int64_t i = 0; i < iterations; ++i) {
      ++sent_;
      for (std::size_t r = 0; r < ranks(); ++r) stamp(part(r), stamp_of(r));
      runtime().map(job);
      for (std::size_t r = 0; r < ranks(); ++r) {
        if (seen_[r] != 2 * stamp_of(r) + r) wrong("rank {} has not got its part of scatter {}", r, sent_);
      }
    }
  }

 private:
  Words part(std::size_t r) { return block_.subspan(words_ * r, words_); }
  std::uint64_t stamp_of(std::size_t r) const { return sent_ * ranks() + r; }

  static void look_at_ends(const MapJob& job, Range chunk, Worker& worker) {
    const std::size_t words = job.in_per_item / sizeof(std::uint64_t);
    for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
      const std::uint64_t* const own = part_of(job.in, words, i);
      *part_of(job.out, 1, i) = own[0] + own[words - 1] + static_cast<std::uint64_t>(worker.index());
    }
  }

  // An engine's memory holds the part that it was sent last where the caller has it, and nobody else's.
  void check() override {
    std::vector<bool> seen(ranks());
    runtime().pull(std::as_bytes(block_), [&](std::span<const std::byte> copy) {
      for (std::size_t r = 1; r < ranks(); ++r) {
        const ConstWords own(part_of(copy, words_, r), words_);
        if (has_stamp(own, stamp_of(r)) && has_body(own, {making_, r})) seen[r] = true;
      }
    });
    for (std::size_t r = 1; r < ranks(); ++r) {
      if (!seen[r]) wrong("no engine has part {} of scatter {}", r, sent_);
    }
    fill_parts();
  }

  void fill_parts() {
    ++making_;
    for (std::size_t r = 0; r < ranks(); ++r) fill(part(r), {making_, r});
  }

  std::size_t words_;
  Words block_, seen_;
  std::uint64_t making_ = 0, sent_ = 0;
};

class Gather final : public View {
 public:
  Gather(int engines, std::size_t bytes)
      : View(engines),
        words_(bytes / sizeof(std::uint64_t)),
        block_(allocate(words_ * ranks())),
        number_(allocate(1)) {
    start("mpi-static");
    fill_everywhere(block_, words_, ++making_);
  }

  void run(std::int64_t iterations) override {
    const MapJob job{.kernel = "view",
                     .items = ranks(),
                     .grain = 1,
                     .params = std::as_bytes(number_),
                     .in = {},
                     .out = std::as_writable_bytes(block_),
                     .run = stamp_own};
    for (std::int64_t i = 0; i < iterations; ++i) {
      ++number_[0];
      runtime().map(job);
      for (std::size_t r = 0; r < ranks(); ++r) {
        if (!has_stamp(part(r), number_[0] + r)) wrong("part {} is not that of gather {}", r, number_[0]);
      }
    }
  }

 private:
  Words part(std::size_t r) { return block_.subspan(words_ * r, words_); }

  // The rest of the part is there already: what would make it is no part of gathering.
  static void stamp_own(const MapJob& job, Range chunk, Worker& worker) {
    const std::uint64_t number = *part_of(job.params, 1, 0);
    const std::size_t words = job.out.size() / job.items / sizeof(std::uint64_t);
    for (std::size_t i = chunk.begin; i < chunk.end; ++i)
      stamp({part_of(job.out, words, i), words}, number + static_cast<std::uint64_t>(worker.index()));
  }

  void check() override {
    for (std::size_t r = 0; r < ranks(); ++r) {
      if (!has_body(part(r), {making_, r})) wrong("part {} is damaged after gather {}", r, number_[0]);
    }
    fill_everywhere(block_, words_, ++making_);
  }

  std::size_t words_;
  Words block_, number_;
  std::uint64_t making_ = 0;
};

}  // namespace

std::unique_ptr<Probe> make_scatter(int engines, std::size_t bytes) {
  return std::make_unique<Scatter>(engines, bytes);
}
std::unique_ptr<Probe> make_gather(int engines, std::size_t bytes) {
  return std::make_unique<Gather>(engines, bytes);
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// triad: out = b + s c over arrays larger than the caches (McCalpin's STREAM). Memory bandwidth is shared by
// all cores, so a second worker helps less here than anywhere else, and it is not the runtime's fault.
#include <fmt/format.h>

#include <algorithm>
#include <numbers>

#include "benches/kernel.hpp"

namespace parallax {
namespace {

struct Triad {
  static constexpr KernelFacts facts{
      .name = "triad", .summary = "out = b + 3 c in memory: 24 bytes per item", .bytes_per_item = 24};
  static constexpr std::array cases{Case{.size = 65536, .grain = 4096},
                                    Case{.size = 4194304, .grain = 65536}};
  // The second one takes about four times what all last-level caches hold, and rather a power of two than exactly
  // that: virtual machines have caches of odd sizes. But no more than an eighth of the memory that is free, for the serial
  // answer and the copies of ranks take some too. The first one stays in the caches.
  static Case fitted(Case parameters, const Topology& machine) {
    const std::size_t caches = machine.cache_bytes * static_cast<std::size_t>(machine.caches());
    if (parameters == cases[1]) {
      const double items = std::min(4.0 * static_cast<double>(caches), most_bytes) / facts.bytes_per_item;
      const std::size_t most = machine.free_memory / most_of_memory / facts.bytes_per_item;
      const auto fits = [&](std::size_t size) { return machine.free_memory == 0 || size <= most; };
      while (static_cast<double>(parameters.size) * std::numbers::sqrt2 < items && fits(2 * parameters.size))
        parameters.size *= 2;
      while (parameters.size > cases[0].size && !fits(parameters.size)) parameters.size /= 2;
    }
    const std::size_t chunks = scaling_chunks(machine, parameters.size);
    parameters.grain = std::min(parameters.grain, std::max<std::size_t>(1, parameters.size / chunks));
    return parameters;
  }
  static constexpr double enough = 2.5;  // four, rounded to a power of two
  static constexpr double most_bytes =
      8e9;  // the largest machines have more cache than it makes sense to fill
  static constexpr std::size_t most_of_memory = 8;
  using In = double;  // all of b, then all of c
  using Out = double;
  using Params = None;

  explicit Triad(const Case& parameters, const Inputs&) : size_(parameters.size) {}

  Params params() const { return {}; }
  std::size_t inputs() const { return 2 * size_; }
  void fill(std::span<In> in) const {
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<double>(i % 1021);
  }

  static Out item(const Params&, std::span<const In> in, std::size_t i, Worker&) {
    return in[i] + 3.0 * in[in.size() / 2 + i];
  }

  // Only of what is meant to be more than the caches hold, and is not.
  std::string note() const {
    const Topology machine = this_topology();
    const auto caches = static_cast<double>(machine.cache_bytes) * machine.caches();
    const double times = static_cast<double>(size_ * facts.bytes_per_item) / std::max(caches, 1.0);
    if (size_ <= cases[0].size || caches == 0 || times >= enough) return {};
    return fmt::format("its memory is only {:.2g} times what the last-level caches hold", times);
  }

  // Small whole numbers, exact in floating point, so the answer can be had from integers.
  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (const auto right = static_cast<double>(i % 1021 + 3 * ((size_ + i) % 1021)); out[i] != right)
        return fmt::format("item {} is {}, not {}", i, out[i], right);
    }
    return {};
  }

 private:
  std::size_t size_;
};

}  // namespace

PARALLAX_KERNEL(triad, Triad);

}  // namespace parallax

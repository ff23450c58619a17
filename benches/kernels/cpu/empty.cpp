// SPDX-License-Identifier: MIT
//
// empty: items that do nothing but leave a trace. What remains is the cost of a region: starting and joining
// one parallel call. It is shown, never subtracted from anything.
#include <fmt/format.h>

#include <algorithm>

#include "benches/kernel.hpp"

namespace parallax {
namespace {

struct Empty {
  static constexpr KernelFacts facts{.name = "empty", .summary = "nothing but the item's own number"};
  static constexpr std::array cases{Case{.size = 2, .grain = 1}, Case{.size = 1024, .grain = 1}};
  // A region that has a chunk for every worker.
  static Case fitted(Case parameters, const Topology& machine) {
    parameters.size = std::max(parameters.size, static_cast<std::size_t>(machine.usable));
    return parameters;
  }
  using In = None;
  using Out = std::uint64_t;
  using Params = None;

  explicit Empty(const Case&, const Inputs&) {}

  Params params() const { return {}; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}

  static Out item(const Params&, std::span<const In>, std::size_t i, Worker&) { return i; }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (out[i] != i) return fmt::format("item {} left the trace {}", i, out[i]);
    }
    return {};
  }
};

}  // namespace

PARALLAX_KERNEL(empty, Empty);

}  // namespace parallax

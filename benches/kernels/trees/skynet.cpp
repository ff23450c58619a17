// SPDX-License-Identifier: MIT
//
// skynet: numbered leaves below nodes with ten children each, whose numbers are added up. The benchmark of that
// name; here every node is a task and is counted as one.
#include <fmt/format.h>

#include <map>

#include "benches/tree_kernel.hpp"

namespace parallax {
namespace {

constexpr std::uint64_t fan_out = 10;

// The border of part i of so many leaves.
std::uint64_t border(std::uint64_t leaves, std::uint64_t i) {
  return leaves / fan_out * i + leaves % fan_out * i / fan_out;
}

std::uint64_t nodes_above(std::uint64_t leaves, std::map<std::uint64_t, std::uint64_t>& known) {
  if (leaves <= 1) return 1;
  if (const auto found = known.find(leaves); found != known.end()) return found->second;
  std::uint64_t sum = 1;
  if (leaves <= fan_out) {
    sum += leaves;
  } else {
    for (std::uint64_t i = 0; i < fan_out; ++i)
      sum += nodes_above(border(leaves, i + 1) - border(leaves, i), known);
  }
  return known[leaves] = sum;
}

struct Skynet {
  static constexpr KernelFacts facts{.name = "skynet",
                                     .summary = "the sum of n numbered leaves, ten below each node"};
  static constexpr std::array cases{Case{.size = 1000}, Case{.size = 1'000'000}};
  struct Node {
    std::uint64_t first, leaves;
  };
  using Value = std::uint64_t;
  using Params = None;

  explicit Skynet(const Case& parameters, const Inputs&) : leaves_(parameters.size) {}

  Params params() const { return {}; }
  Node root() const { return {0, leaves_}; }
  static std::size_t children(const Params&, const Node& node) {
    return node.leaves <= 1 ? 0 : std::min(node.leaves, fan_out);
  }
  static Node child(const Params&, const Node& node, std::size_t i) {
    if (node.leaves <= fan_out) return {node.first + i, 1};
    const std::uint64_t begin = border(node.leaves, i);
    return {node.first + begin, border(node.leaves, i + 1) - begin};
  }
  static Value leaf(const Params&, const Node& node, Worker&) { return node.first; }
  static void join(const Params&, const Node&, Value& left, const Value& right) { left += right; }

  static std::uint64_t nodes(const Case& parameters) {
    std::map<std::uint64_t, std::uint64_t> known;
    return nodes_above(parameters.size, known);
  }
  std::optional<std::string> mistake(const Value& value) const {
    const std::uint64_t right = leaves_ * (leaves_ - 1) / 2;
    if (value == right) return {};
    return fmt::format("0 + ... + {} is {}, not {}", leaves_ - 1, right, value);
  }

 private:
  std::uint64_t leaves_;
};

}  // namespace

PARALLAX_TREE_KERNEL(skynet, Skynet);

}  // namespace parallax

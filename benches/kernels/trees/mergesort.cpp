// SPDX-License-Identifier: MIT
//
// mergesort: numbers in the arena, sorted by halves. Leaves sort, joins merge: work at every node, the most at
// the root.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "benches/tree_kernel.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

// Of each depth there are at most two lengths.
std::uint64_t nodes_of(std::uint64_t items, std::uint64_t leaf,
                       std::map<std::uint64_t, std::uint64_t>& known) {
  if (items <= leaf) return 1;
  if (const auto found = known.find(items); found != known.end()) return found->second;
  const std::uint64_t sum = 1 + nodes_of(items / 2, leaf, known) + nodes_of(items - items / 2, leaf, known);
  return known[items] = sum;
}

struct Mergesort {
  static constexpr KernelFacts facts{
      .name = "mergesort", .summary = "n random numbers, sorted by halves", .parameters = {"leaf"}};
  static constexpr std::array cases{Case{.size = 16384, .values = {1024}},
                                    Case{.size = 1048576, .values = {1024}}};
  struct Node {
    std::uint64_t begin, end;
  };
  using Value = std::uint64_t;  // how many are sorted
  struct Params {
    std::uint64_t* numbers;
    std::uint64_t* merged;
    std::uint64_t leaf;
  };

  Mergesort(const Case& parameters, const Inputs&, Arena& arena, std::span<std::byte> data)
      : size_(parameters.size),
        params_{view_as<std::uint64_t>(data).data(), arena.allocate_array<std::uint64_t>(size_).data(),
                parameters.values[0]} {
    if (params_.leaf == 0) throw NotSupported("a leaf of mergesort has at least one number");
  }

  static std::size_t data_bytes(const Case& parameters) { return parameters.size * sizeof(std::uint64_t); }
  Params params() const { return params_; }
  Node root() const { return {0, size_}; }
  static std::size_t children(const Params& params, const Node& node) {
    return node.end - node.begin <= params.leaf ? 0 : 2;
  }
  static std::uint64_t middle(const Node& node) { return node.begin + (node.end - node.begin) / 2; }
  static Node child(const Params&, const Node& node, std::size_t i) {
    return i == 0 ? Node{node.begin, middle(node)} : Node{middle(node), node.end};
  }
  static Value leaf(const Params& params, const Node& node, Worker&) {
    for (std::uint64_t i = node.begin; i < node.end; ++i) params.numbers[i] = splitmix64(i);
    std::sort(params.numbers + node.begin, params.numbers + node.end);
    return node.end - node.begin;
  }
  static void join(const Params& params, const Node& node, Value& left, const Value& right) {
    std::uint64_t* const half = params.numbers + middle(node);
    std::merge(params.numbers + node.begin, half, half, params.numbers + node.end,
               params.merged + node.begin);
    std::copy(params.merged + node.begin, params.merged + node.end, params.numbers + node.begin);
    left += right;
  }

  static std::uint64_t nodes(const Case& parameters) {
    std::map<std::uint64_t, std::uint64_t> known;
    return nodes_of(parameters.size, std::max<std::uint64_t>(parameters.values[0], 1), known);
  }
  // The numbers are all different, for splitmix64 is a bijection: they are these if they ascend and have the
  // same sum and the same sum of squares.
  std::optional<std::string> mistake(const Value& value) const {
    if (value != size_) return fmt::format("{} numbers were sorted, not {}", value, size_);
    const std::uint64_t* const sorted = params_.numbers;
    std::uint64_t sum = 0, squares = 0;
    for (std::uint64_t i = 0; i < size_; ++i) {
      if (i > 0 && sorted[i - 1] >= sorted[i]) return fmt::format("number {} is not above the one before", i);
      sum += sorted[i] - splitmix64(i);
      squares += sorted[i] * sorted[i] - splitmix64(i) * splitmix64(i);
    }
    if (sum == 0 && squares == 0) return {};
    return "the sorted numbers are not those that were to be sorted";
  }

 private:
  std::uint64_t size_;
  Params params_;
};

}  // namespace

PARALLAX_TREE_KERNEL(mergesort, Mergesort);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// nqueens: in how many ways n queens stand on a board without attacking each other. A node is a legal placement
// of the first rows, a child one queen more; only legal ones are tasks.
#include <fmt/format.h>

#include <bit>

#include "benches/tree_kernel.hpp"

namespace parallax {
namespace {

// For n = 0, 1, ...: solutions (OEIS A000170) and nodes of the tree.
struct Known {
  std::uint64_t solutions, nodes;
};
constexpr std::array<Known, 15> known{{{1, 1},
                                       {1, 2},
                                       {0, 3},
                                       {0, 6},
                                       {2, 17},
                                       {10, 54},
                                       {4, 153},
                                       {40, 552},
                                       {92, 2057},
                                       {352, 8394},
                                       {724, 35539},
                                       {2680, 166926},
                                       {14200, 856189},
                                       {73712, 4674890},
                                       {365596, 27358553}}};

struct Nqueens {
  static constexpr KernelFacts facts{.name = "nqueens",
                                     .summary = "placements of n queens that do not attack each other"};
  static constexpr std::array cases{Case{.size = 8}, Case{.size = 12}};
  // The columns that are taken, and what the next row's diagonals take, a bit for each column.
  struct Node {
    std::uint32_t row, columns, left, right;
  };
  using Value = std::uint64_t;
  struct Params {
    std::uint64_t n;
  };

  explicit Nqueens(const Case& parameters, const Inputs&) : n_(parameters.size) {
    if (n_ > 30) throw NotSupported("nqueens has boards of at most 30 columns");
  }

  Params params() const { return {n_}; }
  Node root() const { return {0, 0, 0, 0}; }
  static std::uint32_t free_columns(const Params& params, const Node& node) {
    return ~(node.columns | node.left | node.right) & ((1u << params.n) - 1);
  }
  static std::size_t children(const Params& params, const Node& node) {
    return node.row == params.n ? 0 : static_cast<std::size_t>(std::popcount(free_columns(params, node)));
  }
  static Node child(const Params& params, const Node& node, std::size_t i) {
    std::uint32_t rest = free_columns(params, node);
    for (; i > 0; --i) rest &= rest - 1;
    const std::uint32_t queen = rest & -rest;
    return {node.row + 1, node.columns | queen, (node.left | queen) << 1, (node.right | queen) >> 1};
  }
  static Value leaf(const Params& params, const Node& node, Worker&) { return node.row == params.n; }
  static void join(const Params&, const Node&, Value& left, const Value& right) { left += right; }

  static std::uint64_t nodes(const Case& parameters) {
    return parameters.size < known.size() ? known[parameters.size].nodes : 0;
  }
  std::optional<std::string> mistake(const Value& value) const {
    if (n_ >= known.size())
      return fmt::format("the number of solutions for {} queens is not in the table", n_);
    if (value == known[n_].solutions) return {};
    return fmt::format("{} queens have {} solutions, not {}", n_, known[n_].solutions, value);
  }

 private:
  std::uint64_t n_;
};

}  // namespace

PARALLAX_TREE_KERNEL(nqueens, Nqueens);

}  // namespace parallax

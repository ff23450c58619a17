// SPDX-License-Identifier: MIT
//
// uts: the unbalanced tree search (S. Olivier and others, "UTS: An unbalanced tree search benchmark", LCPC 2006;
// version 2.1). What children a node has is known from 20 random bytes of its own, SHA-1 of its parent's and
// its number. So nobody can tell how large a part of the tree is without searching it.
//
//   tree:1   geometric, 4 children on average down to depth `size`: T1 at size 10
//   tree:3   binomial, `size` children of the root, else 8 with probability 0.124875: T3 at size 2000
//   tree:5   geometric, ever fewer children down to depth `size`: T5 at size 20
#include <fmt/format.h>

#include <cmath>

#include "benches/support/sha1.hpp"
#include "benches/tree_kernel.hpp"

namespace parallax {
namespace {

constexpr std::uint32_t binomial_children = 8;
constexpr double binomial_probability = 0.124875;

// Published or found by another program.
struct KnownTree {
  std::uint64_t tree, size, nodes, depth, leaves;
};
constexpr std::array<KnownTree, 11> known_trees{{{1, 1, 6, 1, 5},
                                                 {1, 2, 65, 2, 59},
                                                 {1, 3, 254, 3, 201},
                                                 {1, 4, 944, 4, 744},
                                                 {1, 5, 3987, 5, 3232},
                                                 {1, 6, 16000, 6, 12839},
                                                 {1, 7, 63914, 7, 51124},
                                                 {1, 8, 257042, 8, 205878},
                                                 {1, 10, 4130071, 10, 3305118},
                                                 {3, 2000, 4112897, 1572, 3599034},
                                                 {5, 20, 4147582, 20, 2181318}}};

const KnownTree* find_known(const Case& parameters) {
  for (const KnownTree& one : known_trees) {
    if (one.tree == parameters.values[0] && one.size == parameters.size) return &one;
  }
  return nullptr;
}

struct Uts {
  static constexpr KernelFacts facts{
      .name = "uts",
      .summary = "a node of the unbalanced tree search: SHA-1 tells its children",
      .parameters = {Parameter{"tree", 1, 5}}};
  static constexpr std::array cases{Case{.size = 4, .values = {1}}, Case{.size = 10, .values = {1}},
                                    Case{.size = 20, .values = {5}}};
  struct Node {
    Sha1Digest state;
    std::uint32_t depth;
  };
  struct Value {
    std::uint64_t leaves, depth;
  };
  struct Params {
    std::uint64_t tree, size;
  };

  explicit Uts(const Case& parameters, const Inputs&)
      : params_{parameters.values[0], parameters.size}, known_(find_known(parameters)) {
    if (params_.tree != 1 && params_.tree != 3 && params_.tree != 5)
      throw NotSupported(fmt::format("uts has the trees 1, 3 and 5, no tree {}", params_.tree));
  }

  Params params() const { return params_; }
  Node root() const {
    const std::uint32_t seed = params_.tree == 1 ? 19 : params_.tree == 3 ? 42 : 34;
    return {sha1(std::array<std::uint32_t, 5>{0, 0, 0, 0, seed}), 0};
  }
  static std::size_t children(const Params& params, const Node& node) {
    const double u = (node.state[4] & 0x7fffffff) / 2147483648.0;
    if (params.tree == 3) {
      if (node.depth == 0) return params.size;
      return u < binomial_probability ? binomial_children : 0;
    }
    if (node.depth >= params.size) return 0;
    const double share = params.tree == 5 ? 1 - node.depth / static_cast<double>(params.size) : 1;
    return std::min<std::size_t>(
        100, static_cast<std::size_t>(std::log(1 - u) / std::log(1 - 1 / (1 + 4 * share))));
  }
  static Node child(const Params&, const Node& node, std::size_t i) {
    const auto& s = node.state;
    return {sha1(std::array{s[0], s[1], s[2], s[3], s[4], static_cast<std::uint32_t>(i)}), node.depth + 1};
  }
  static Value leaf(const Params&, const Node& node, Worker&) { return {1, node.depth}; }
  static void join(const Params&, const Node&, Value& left, const Value& right) {
    left.leaves += right.leaves;
    left.depth = std::max(left.depth, right.depth);
  }

  static std::uint64_t nodes(const Case& parameters) {
    const KnownTree* const found = find_known(parameters);
    return found ? found->nodes : 0;
  }
  std::optional<std::string> mistake(const Value& value) const {
    if (!known_) return "how many nodes this tree has is not in the table";
    if (value.leaves == known_->leaves && value.depth == known_->depth) return {};
    return fmt::format("{} leaves, the deepest at {}, instead of {} at {}", value.leaves, value.depth,
                       known_->leaves, known_->depth);
  }

 private:
  Params params_;
  const KnownTree* known_;
};

}  // namespace

PARALLAX_TREE_KERNEL(uts, Uts);

}  // namespace parallax

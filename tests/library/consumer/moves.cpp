// SPDX-License-Identifier: MIT
//
// A tree of tasks: the moves that it takes to bring a tower of disks to another place.
#include <parallax/tree_kernel.hpp>

#include <optional>
#include <string>

namespace consumer {

struct Moves {
  static constexpr parallax::KernelFacts facts{.name = "moves", .summary = "the moves of a tower of disks"};
  static constexpr std::array cases{parallax::Case{.size = 6}};
  struct Node {
    std::uint64_t disks;
  };
  using Value = std::uint64_t;
  using Params = parallax::None;

  Moves(const parallax::Case& parameters, const parallax::Inputs&) : disks_(parameters.size) {}

  Params params() const { return {}; }
  Node root() const { return {disks_}; }
  static std::size_t children(const Params&, const Node& node) { return node.disks == 0 ? 0 : 2; }
  static Node child(const Params&, const Node& node, std::size_t) { return {node.disks - 1}; }
  static Value leaf(const Params&, const Node&, parallax::Worker&) { return 0; }
  static void join(const Params&, const Node&, Value& left, const Value& right) { left += 1 + right; }

  static std::uint64_t nodes(const parallax::Case& parameters) {
    return (std::uint64_t{2} << parameters.size) - 1;
  }
  std::optional<std::string> mistake(const Value& value) const {
    if (value == (std::uint64_t{1} << disks_) - 1) return {};
    return "another number of moves";
  }

 private:
  std::uint64_t disks_;
};

PARALLAX_TREE_KERNEL(moves, Moves);

}  // namespace consumer

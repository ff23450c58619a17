// SPDX-License-Identifier: MIT
//
// matmul_tree: the product of two matrices of integers, quarter by quarter of the result. Few tasks with much to
// compute, which read memory that all share.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "benches/tree_kernel.hpp"

namespace parallax {
namespace {

using Number = std::uint64_t;

using Shape = std::pair<std::uint64_t, std::uint64_t>;  // rows and columns

// Of each depth there are at most four shapes.
std::uint64_t nodes_of(Shape shape, std::uint64_t leaf, std::map<Shape, std::uint64_t>& known) {
  const auto [rows, columns] = shape;
  if (std::max(rows, columns) <= leaf) return 1;
  if (const auto found = known.find(shape); found != known.end()) return found->second;
  const std::uint64_t up = rows / 2, down = rows - up, left = columns / 2, right = columns - left;
  const std::uint64_t sum = 1 + nodes_of({up, left}, leaf, known) + nodes_of({up, right}, leaf, known) +
                            nodes_of({down, left}, leaf, known) + nodes_of({down, right}, leaf, known);
  return known[shape] = sum;
}

struct MatmulTree {
  static constexpr KernelFacts facts{.name = "matmul_tree",
                                     .summary = "the product of n x n integers, quarter by quarter",
                                     .parameters = {Parameter{"leaf", 1, 1 << 20}}};
  static constexpr std::array cases{Case{.size = 64, .values = {16}}, Case{.size = 512, .values = {32}}};
  struct Node {
    std::uint64_t row, row_end, column, column_end;
  };
  using Value = std::uint64_t;  // how many multiply-adds were done
  struct Params {
    const Number* a;
    const Number* b;
    Number* product;
    std::uint64_t n, leaf;
  };

  MatmulTree(const Case& parameters, const Inputs&, Arena& arena, std::span<std::byte> data)
      : n_(parameters.size) {
    if (parameters.values[0] == 0) throw NotSupported("a leaf of matmul_tree has at least one row");
    const auto a = arena.allocate_array<Number>(n_ * n_);
    const auto b = arena.allocate_array<Number>(n_ * n_);
    for (std::uint64_t i = 0; i < n_ * n_; ++i) {
      a[i] = i / n_ + i % n_;
      b[i] = i / n_ - i % n_;
    }
    params_ = {a.data(), b.data(), view_as<Number>(data).data(), n_, parameters.values[0]};
  }

  static std::size_t data_bytes(const Case& parameters) {
    return parameters.size * parameters.size * sizeof(Number);
  }
  Params params() const { return params_; }
  Node root() const { return {0, n_, 0, n_}; }
  static std::size_t children(const Params& params, const Node& node) {
    return std::max(node.row_end - node.row, node.column_end - node.column) <= params.leaf ? 0 : 4;
  }
  static Node child(const Params&, const Node& node, std::size_t i) {
    const std::uint64_t row = node.row + (node.row_end - node.row) / 2;
    const std::uint64_t column = node.column + (node.column_end - node.column) / 2;
    return {i < 2 ? node.row : row, i < 2 ? row : node.row_end, i % 2 == 0 ? node.column : column,
            i % 2 == 0 ? column : node.column_end};
  }
  static Value leaf(const Params& params, const Node& node, Worker&) {
    const std::uint64_t n = params.n;
    for (std::uint64_t i = node.row; i < node.row_end; ++i) {
      Number* const to = params.product + i * n;
      std::fill(to + node.column, to + node.column_end, Number{0});
      for (std::uint64_t k = 0; k < n; ++k) {
        const Number factor = params.a[i * n + k];
        const Number* const from = params.b + k * n;
        for (std::uint64_t j = node.column; j < node.column_end; ++j) to[j] += factor * from[j];
      }
    }
    return (node.row_end - node.row) * (node.column_end - node.column) * n;
  }
  static void join(const Params&, const Node&, Value& left, const Value& right) { left += right; }

  static std::uint64_t nodes(const Case& parameters) {
    std::map<Shape, std::uint64_t> known;
    return nodes_of({parameters.size, parameters.size}, std::max<std::uint64_t>(parameters.values[0], 1),
                    known);
  }
  // The sum over k of (i + k) (k - j), by the formulae for sums of powers.
  std::optional<std::string> mistake(const Value& value) const {
    if (value != n_ * n_ * n_) return fmt::format("{} multiply-adds were done, not {}", value, n_ * n_ * n_);
    const Number sum = n_ * (n_ - 1) / 2, squares = (n_ - 1) * n_ * (2 * n_ - 1) / 6;
    for (std::uint64_t i = 0; i < n_; ++i) {
      for (std::uint64_t j = 0; j < n_; ++j) {
        const Number right = squares + (i - j) * sum - n_ * i * j;
        if (params_.product[i * n_ + j] != right)
          return fmt::format("row {}, column {} of the product is {}, not {}", i, j,
                             params_.product[i * n_ + j], right);
      }
    }
    return {};
  }

 private:
  std::uint64_t n_;
  Params params_;
};

}  // namespace

PARALLAX_TREE_KERNEL(matmul_tree, MatmulTree);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// fib: Fibonacci's numbers by their definition. A node is one addition, so nearly all of the time is what
// handing out a task costs.
#include <fmt/format.h>

#include "benches/tree_kernel.hpp"

namespace parallax {
namespace {

// By doubling: F(2k) = F(k) (2 F(k+1) - F(k)), F(2k+1) = F(k)^2 + F(k+1)^2.
std::pair<std::uint64_t, std::uint64_t> fibonacci_pair(std::uint64_t n) {
  if (n == 0) return {0, 1};
  const auto [a, b] = fibonacci_pair(n / 2);
  const std::uint64_t even = a * (2 * b - a), odd = a * a + b * b;
  return n % 2 == 0 ? std::pair(even, odd) : std::pair(odd, even + odd);
}

struct Fib {
  static constexpr KernelFacts facts{.name = "fib", .summary = "F(n) as the sum of F(n-1) and F(n-2)"};
  static constexpr std::array cases{Case{.size = 16}, Case{.size = 32}};
  struct Node {
    std::uint64_t n;
  };
  using Value = std::uint64_t;
  using Params = None;

  explicit Fib(const Case& parameters, const Inputs&) : n_(parameters.size) {}

  Params params() const { return {}; }
  Node root() const { return {n_}; }
  static std::size_t children(const Params&, const Node& node) { return node.n < 2 ? 0 : 2; }
  static Node child(const Params&, const Node& node, std::size_t i) { return {node.n - 1 - i}; }
  static Value leaf(const Params&, const Node& node, Worker&) { return node.n; }
  static void join(const Params&, const Node&, Value& left, const Value& right) { left += right; }

  static std::uint64_t nodes(const Case& parameters) {
    return 2 * fibonacci_pair(parameters.size).second - 1;
  }
  std::optional<std::string> mistake(const Value& value) const {
    const std::uint64_t right = fibonacci_pair(n_).first;
    if (value == right) return {};
    return fmt::format("F({}) is {}, not {}", n_, right, value);
  }

 private:
  std::uint64_t n_;
};

}  // namespace

PARALLAX_TREE_KERNEL(fib, Fib);

}  // namespace parallax

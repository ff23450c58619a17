// SPDX-License-Identifier: MIT
//
// A tree as it runs while it is verified. Every node gets a number that follows from its parent's and its
// place, and every value says of which node it is. So it is seen if
//  - a node is lost, or done twice: as many are counted as are in the value of the root, with the same sum;
//  - values are joined before they are there, or are those of other nodes;
//  - the runtime comes back before the value of the root is there.
// Numbers begin anew with each run, so a value of an earlier one is never taken for right.
#pragma once

#include <cstdint>
#include <span>

#include "benches/harness/host/counted_work.hpp"
#include "benches/harness/host/stragglers.hpp"
#include "runtimes/tree_job.hpp"

namespace parallax {

class CountedTree final : public CountedWork {
 public:
  // `elsewhere`: workers have copies of all memory, and what is not awaited does not arrive at all.
  CountedTree(const TreeJob& job, Arena& arena, bool elsewhere);

  const TreeJob& job() const { return wrapped_; }
  void run(AnyRuntime& runtime, int workers) override;
  void reset() override;
  Mistake mistake(AnyRuntime& runtime) const override;

 private:
  // In front of the real node and of the real value.
  struct NodeMark {
    std::uint64_t number;
  };
  struct ValueMark {
    std::uint64_t number;      // of the node
    std::uint64_t nodes, sum;  // below it and itself: how many, and all their numbers
  };
  struct Counted;

  static Counted& counted_of(const TreeJob& wrapped);
  static std::size_t visit(const TreeJob&, const std::byte* node, std::byte* value, Worker&);
  static void expand(const TreeJob&, const std::byte* node, std::byte* children, std::size_t stride,
                     std::size_t count);
  static void join(const TreeJob&, const std::byte* node, const std::byte* values, std::size_t stride,
                   std::size_t count, std::byte* value, Worker&);
  static void run_whole(const TreeJob&, const std::byte* node, std::byte* value, Worker&);

  std::span<std::byte> root_;
  TreeJob wrapped_;
  bool in_time_ = false;  // the value of the root was there when the runtime came back
};

}  // namespace parallax

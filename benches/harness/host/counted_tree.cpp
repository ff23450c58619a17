// SPDX-License-Identifier: MIT
#include "benches/harness/host/counted_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <new>
#include <vector>

#include "runtimes/copies.hpp"
#include "support/entropy.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

std::uint64_t number_of_child(std::uint64_t parent, std::size_t i) {
  return splitmix64(parent + (i + 1) * golden_gamma);
}

template <class T>
const T& mark(const std::byte* at) {
  return *reinterpret_cast<const T*>(at);
}

}  // namespace

struct CountedTree::Counted {
  // Those who count have a pair of cache lines each, because otherwise that would be all that they do.
  static constexpr std::size_t counts = 64, stride = 128 / sizeof(std::uint64_t);

  TreeJob job;
  bool elsewhere;
  std::span<std::atomic<std::uint64_t>>
      numbers;                                   // in each pair of lines: nodes, and the sum of their numbers
  std::span<std::atomic<std::uint64_t>> strays;  // values that were joined and were not those of the children
  Stragglers stragglers{};

  void add(const Worker& worker, std::uint64_t number) {
    const std::size_t own = static_cast<std::size_t>(worker.index()) % counts * stride;
    numbers[own].fetch_add(1, std::memory_order_relaxed);
    numbers[own + 1].fetch_add(number, std::memory_order_relaxed);
  }
};

CountedTree::CountedTree(const TreeJob& job, Arena& arena, bool elsewhere)
    : root_(arena.allocate(sizeof(NodeMark) + job.root.size())) {
  const auto counters = [&](std::size_t count) {
    const auto bytes = arena.allocate(count * sizeof(std::atomic<std::uint64_t>));  // zeroes
    return std::span(reinterpret_cast<std::atomic<std::uint64_t>*>(bytes.data()), count);
  };
  const auto counted = arena.allocate(sizeof(Counted));
  new (counted.data()) Counted{job, elsewhere, counters(Counted::counts * Counted::stride), counters(1)};
  std::copy(job.root.begin(), job.root.end(), root_.begin() + sizeof(NodeMark));
  wrapped_ = {.kernel = job.kernel,
              .params = counted,
              .root = root_,
              .out = arena.allocate(sizeof(ValueMark) + job.out.size()),
              .cutoff = job.cutoff,
              .shares_memory = job.shares_memory,
              .visit = visit,
              .expand = expand,
              .join = join,
              .run = run_whole};
}

CountedTree::Counted& CountedTree::counted_of(const TreeJob& wrapped) {
  return const_cast<Counted&>(mark<Counted>(wrapped.params.data()));
}

void CountedTree::reset() {
  Counted& counted = counted_of(wrapped_);
  for (auto& number : counted.numbers) number = 0;
  counted.strays[0] = 0;
  in_time_ = false;
  fill_with_entropy(root_.first(sizeof(NodeMark)));
  std::fill(wrapped_.out.begin(), wrapped_.out.end(), std::byte{0xa5});
}

void CountedTree::run(AnyRuntime& runtime, int workers) {
  Counted& counted = counted_of(wrapped_);
  // As if it were a map without an end: the first node that a helper gets is held.
  MapJob endless;
  endless.items = std::size_t{1} << 40;
  if (!counted.elsewhere) counted.stragglers.expect(endless, workers, Stragglers::Choice::first);
  try {
    runtime.tree(wrapped_);
  } catch (...) {
    counted.stragglers.let_go();
    throw;
  }
  // Before those who are held go on: what was not there when the runtime came back comes too late.
  const auto value = wrapped_.out.subspan(sizeof(ValueMark));
  std::copy(value.begin(), value.end(), counted.job.out.begin());
  in_time_ = mark<ValueMark>(wrapped_.out.data()).number == mark<NodeMark>(wrapped_.root.data()).number;
  counted.stragglers.let_go();
}

Mistake CountedTree::mistake(AnyRuntime& runtime) const {
  const Counted& counted = counted_of(wrapped_);
  if (counted.elsewhere) {
    add_up(runtime, counted.strays);
    add_up(runtime, counted.numbers);
  }
  const auto& root = mark<ValueMark>(wrapped_.out.data());
  if (!in_time_) return "the value of the root was not there when tree() returned";
  if (const auto strays = counted.strays[0].load())
    return fmt::format("{} values were joined that were not those of the node's children", strays);
  std::uint64_t nodes = 0, sum = 0;
  for (std::size_t i = 0; i < counted.numbers.size(); i += Counted::stride) {
    nodes += counted.numbers[i];
    sum += counted.numbers[i + 1];
  }
  if (nodes != root.nodes)
    return fmt::format("{} nodes were done, but {} are in the value of the root", nodes, root.nodes);
  if (sum != root.sum) return "other nodes were done than are in the value of the root";
  return {};
}

std::size_t CountedTree::visit(const TreeJob& wrapped, const std::byte* node, std::byte* value,
                               Worker& worker) {
  Counted& counted = counted_of(wrapped);
  const TreeJob& job = counted.job;
  const std::uint64_t number = mark<NodeMark>(node).number;
  std::size_t count = 0;
  const auto real = [&] {
    count = job.visit(job, node + sizeof(NodeMark), value + sizeof(ValueMark), worker);
  };
  // The root has no siblings that a helper could get meanwhile.
  if (counted.elsewhere || number == mark<NodeMark>(wrapped.root.data()).number) {
    real();
  } else {
    counted.stragglers.around(0, worker, real);
  }
  if (count == 0) {
    new (value) ValueMark{number, 1, number};
    counted.add(worker, number);
  }
  return count;
}

void CountedTree::expand(const TreeJob& wrapped, const std::byte* node, std::byte* children,
                         std::size_t stride, std::size_t count) {
  const TreeJob& job = counted_of(wrapped).job;
  job.expand(job, node + sizeof(NodeMark), children + sizeof(NodeMark), stride, count);
  for (std::size_t i = 0; i < count; ++i)
    new (children + i * stride) NodeMark{number_of_child(mark<NodeMark>(node).number, i)};
}

void CountedTree::join(const TreeJob& wrapped, const std::byte* node, const std::byte* values,
                       std::size_t stride, std::size_t count, std::byte* value, Worker& worker) {
  Counted& counted = counted_of(wrapped);
  const std::uint64_t number = mark<NodeMark>(node).number;
  ValueMark all{number, 1, number};
  for (std::size_t i = 0; i < count; ++i) {
    const auto& child = mark<ValueMark>(values + i * stride);
    if (child.number != number_of_child(number, i)) counted.strays[0].fetch_add(1, std::memory_order_relaxed);
    all.nodes += child.nodes;
    all.sum += child.sum;
  }
  const TreeJob& job = counted.job;
  job.join(job, node + sizeof(NodeMark), values + sizeof(ValueMark), stride, count, value + sizeof(ValueMark),
           worker);
  new (value) ValueMark(all);
  counted.add(worker, number);
}

// By the functions above, so that every node is counted.
void CountedTree::run_whole(const TreeJob& wrapped, const std::byte* node, std::byte* value, Worker& worker) {
  const std::size_t count = visit(wrapped, node, value, worker);
  if (count == 0) return;
  std::vector<std::byte> nodes(count * wrapped.root.size()), values(count * wrapped.out.size());
  expand(wrapped, node, nodes.data(), wrapped.root.size(), count);
  for (std::size_t i = 0; i < count; ++i)
    run_whole(wrapped, &nodes[i * wrapped.root.size()], &values[i * wrapped.out.size()], worker);
  join(wrapped, node, values.data(), wrapped.out.size(), count, value, worker);
}

}  // namespace parallax

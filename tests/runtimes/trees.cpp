// SPDX-License-Identifier: MIT
#include "tests/runtimes/trees.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "runtimes/copies.hpp"
#include "runtimes/worker.hpp"
#include "support/random.hpp"

namespace parallax::testing {
namespace {

const TreePlan& plan_of(const TreeJob& job) { return *reinterpret_cast<const TreePlan*>(job.params.data()); }
std::uint64_t word(const std::byte* at) { return *reinterpret_cast<const std::uint64_t*>(at); }
void put(std::byte* at, std::uint64_t value) { *reinterpret_cast<std::uint64_t*>(at) = value; }

std::uint64_t children_of(const TreePlan& plan, std::uint64_t node) {
  const std::uint64_t first = plan.arity * node + 1;
  return first >= plan.nodes ? 0 : std::min(plan.arity, plan.nodes - first);
}

// Not the same for any other order of the children.
std::uint64_t joined(std::uint64_t before, std::uint64_t value) { return splitmix64(before) + value; }

std::uint64_t right_value(const TreePlan& plan, std::uint64_t node) {
  std::uint64_t value = node;
  for (std::uint64_t i = 0; i < children_of(plan, node); ++i)
    value = joined(value, right_value(plan, plan.arity * node + 1 + i));
  return value;
}

std::size_t visit_node(const TreeJob& job, const std::byte* node, std::byte* value, Worker& worker) {
  const TreePlan& plan = plan_of(job);
  const std::uint64_t number = word(node);
  ++plan.visits[number];
  if (plan.deed == TreeDeed::throw_in_visit && number == plan.at) throw std::runtime_error("node refuses");
  if (plan.deed == TreeDeed::sleep && number == plan.at) worker.sleep_for(std::chrono::milliseconds(20));
  if (plan.deed == TreeDeed::die && getpid() != plan.spared && plan.deaths->fetch_add(1) == 0) raise(SIGKILL);
  // The one that is spared gives the others time to come and die, once it has made something to steal or to hand out.
  if (plan.deed == TreeDeed::die && getpid() == plan.spared && number >= plan.nodes / 2) {
    while (*plan.deaths == 0) worker.sleep_for(std::chrono::microseconds(100));
  }
  const std::uint64_t count = children_of(plan, number);
  if (count == 0) {
    ++plan.joins[number];
    put(value, number);
  }
  return count;
}

void expand_node(const TreeJob& job, const std::byte* node, std::byte* children, std::size_t stride,
                 std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) put(children + i * stride, plan_of(job).arity * word(node) + 1 + i);
}

void join_node(const TreeJob& job, const std::byte* node, const std::byte* values, std::size_t stride,
               std::size_t count, std::byte* value, Worker&) {
  const TreePlan& plan = plan_of(job);
  ++plan.joins[word(node)];
  if (plan.deed == TreeDeed::throw_in_join && word(node) == plan.at) throw std::runtime_error("node refuses");
  std::uint64_t sum = word(node);
  for (std::size_t i = 0; i < count; ++i) sum = joined(sum, word(values + i * stride));
  put(value, sum);
}

void run_node(const TreeJob& job, const std::byte* node, std::byte* value, Worker& worker) {
  const std::size_t count = visit_node(job, node, value, worker);
  if (count == 0) return;
  std::vector<std::uint64_t> nodes(count), values(count);
  expand_node(job, node, reinterpret_cast<std::byte*>(nodes.data()), 8, count);
  for (std::size_t i = 0; i < count; ++i)
    run_node(job, reinterpret_cast<std::byte*>(&nodes[i]), reinterpret_cast<std::byte*>(&values[i]), worker);
  join_node(job, node, reinterpret_cast<std::byte*>(values.data()), 8, count, value, worker);
}

}  // namespace

CountingTree::CountingTree(Arena& arena, std::size_t most_nodes)
    : plan_(arena.allocate_array<TreePlan>(1)),
      root_(arena.allocate_array<std::uint64_t>(1)),
      out_(arena.allocate_array<std::uint64_t>(1)),
      most_nodes_(most_nodes) {
  const std::size_t count = 2 * most_nodes + 1;
  const auto bytes = arena.allocate(count * sizeof(std::atomic<std::uint32_t>));
  counters_ = {reinterpret_cast<std::atomic<std::uint32_t>*>(bytes.data()), count};
}

TreeJob CountingTree::make(std::uint64_t nodes, std::uint64_t arity, TreeDeed deed, std::uint64_t at) {
  for (auto& counter : counters_) counter = 0;
  plan_[0] = {nodes,
              arity,
              deed,
              at,
              getpid(),
              &counters_[2 * most_nodes_],
              counters_.data(),
              &counters_[most_nodes_]};
  out_[0] = ~std::uint64_t{0};
  return {.kernel = "counting tree",
          .params = std::as_bytes(plan_),
          .root = std::as_bytes(root_),
          .out = std::as_writable_bytes(out_),
          .visit = visit_node,
          .expand = expand_node,
          .join = join_node,
          .run = run_node};
}

void CountingTree::push_to(AnyRuntime& runtime) const {
  runtime.push(std::as_bytes(plan_));
  runtime.push(std::as_bytes(counters_));
}

void CountingTree::add_up_from(AnyRuntime& runtime) const { add_up(runtime, counters_); }

void CountingTree::run(AnyRuntime& runtime, const TreeJob& job) const {
  push_to(runtime);
  runtime.tree(job);
  add_up_from(runtime);
}

bool CountingTree::is_right() const { return out_[0] == right_value(plan_[0], 0); }

std::size_t CountingTree::done_times(std::uint32_t times) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < plan_[0].nodes; ++i)
    count += plan_[0].visits[i] == times && plan_[0].joins[i] == times;
  return count;
}

}  // namespace parallax::testing

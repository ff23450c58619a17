// SPDX-License-Identifier: MIT
//
// What a kernel is whose work is a tree: a small struct that says what children a node has and how values come
// together. TreeWork makes a TreeJob of it and counts the nodes. Everything else is as in kernel.hpp.
#pragma once

#include "benches/kernel.hpp"
#include "runtimes/tree_job.hpp"

namespace parallax {

// A tree kernel as people write it. Nodes see only plain data: Params and themselves. Node has at most 64 bytes;
// Node and Value are multiples of 8.
//
//   struct Node, Value, Params;        plain data
//   static constexpr KernelFacts facts;
//   static constexpr std::array cases  what is measured by default; the smallest size first
//   K(const Case&, const Inputs&)
//   Params params() const;
//   Node root() const;
//   static std::size_t children(const Params&, const Node&);      how many there are; 0: a leaf
//   static Node child(const Params&, const Node&, std::size_t i);
//   static Value leaf(const Params&, const Node&, Worker&);
//   static void join(const Params&, const Node&, Value& left, const Value& right);
//       a node's value is that of child 0, to which those of child 1, child 2, ... are joined in this order
//   static std::uint64_t nodes(const Case&);                      how many the tree has; 0 where nobody knows
//   std::optional<std::string> mistake(const Value&) const;       of the root's; see Work::mistake
//
// and what it may have: the functions of Guidance, and
//   static std::size_t data_bytes(const Case&)
//       memory that nodes write beside their values, a part of the result. Then its constructor is
//       K(const Case&, const Inputs&, Arena&, std::span<std::byte> data)
template <class K>
concept TreeKernel =
    (std::constructible_from<K, const Case&, const Inputs&> ||
     std::constructible_from<K, const Case&, const Inputs&, Arena&,
                             std::span<std::byte>>)&&std::is_trivially_copyable_v<typename K::Node>&& std::
        is_trivially_copyable_v<typename K::Params>&& Comparable<typename K::Value>&& requires(
            const K& kernel, const typename K::Params& params, const typename K::Node& node,
            typename K::Value& value, const Case& parameters, Worker& worker) {
  { K::facts } -> std::convertible_to<KernelFacts>;
  { kernel.params() } -> std::same_as<typename K::Params>;
  { kernel.root() } -> std::same_as<typename K::Node>;
  { K::children(params, node) } -> std::convertible_to<std::size_t>;
  { K::child(params, node, std::size_t()) } -> std::same_as<typename K::Node>;
  { K::leaf(params, node, worker) } -> std::same_as<typename K::Value>;
  { K::join(params, node, value, value) } -> std::same_as<void>;
  { K::nodes(parameters) } -> std::same_as<std::uint64_t>;
  { kernel.mistake(value) } -> std::same_as<std::optional<std::string>>;
};

// Every tree kernel has this parameter, behind its own: TreeJob::cutoff.
inline constexpr std::string_view cutoff_parameter = "cutoff";

// Where cutoff_parameter stands in a kernel's parameters.
constexpr std::size_t cutoff_index(const KernelFacts& facts) {
  std::size_t index = 0;
  while (!facts.parameters[index].name.empty()) ++index;
  return index;
}

template <TreeKernel K>
class TreeWork final : public Work {
 public:
  using Node = typename K::Node;
  using Params = typename K::Params;
  static constexpr bool has_data = requires(const Case& parameters) { K::data_bytes(parameters); };
  // With the number of nodes that it is made of.
  struct Value {
    std::uint64_t nodes;
    typename K::Value value;
  };
  static_assert(sizeof(Node) <= 64 && sizeof(Node) % 8 == 0 && alignof(Node) <= 8);
  static_assert(sizeof(Value) % 8 == 0 && alignof(Value) <= 8);

  TreeWork(const Case& parameters, const Inputs& inputs, Arena& arena)
      : result_(arena.allocate(data_bytes(parameters) + sizeof(Value))),
        kernel_(make(parameters, inputs, arena, result_.first(data_bytes(parameters)))),
        nodes_(K::nodes(parameters)) {
    const std::span<Params> params = arena.allocate_array<Params>(1);
    params[0] = kernel_.params();
    const std::span<Node> root = arena.allocate_array<Node>(1);
    root[0] = kernel_.root();
    job_ = {.kernel = K::facts.name,
            .params = std::as_bytes(params),
            .root = std::as_bytes(root),
            .out = result_.last(sizeof(Value)),
            .cutoff = parameters.values[cutoff_index(K::facts)],
            .shares_memory = has_data,
            .visit = visit,
            .expand = expand,
            .join = join,
            .run = run};
  }

  std::span<const MapJob> jobs() const override { return {}; }
  const TreeJob* tree() const override { return &job_; }
  std::span<std::byte> result() const override { return result_; }

  std::optional<std::string> mistake() const override {
    const Value& root = *reinterpret_cast<const Value*>(job_.out.data());
    if (nodes_ != 0 && root.nodes != nodes_)
      return std::to_string(root.nodes) + " nodes are in the result instead of " + std::to_string(nodes_);
    return kernel_.mistake(root.value);
  }

 private:
  static const Params& params_of(const TreeJob& job) {
    return *reinterpret_cast<const Params*>(job.params.data());
  }
  static const Node& node_at(const std::byte* node) { return *reinterpret_cast<const Node*>(node); }

  static std::size_t visit(const TreeJob& job, const std::byte* node, std::byte* value, Worker& worker) {
    const std::size_t count = K::children(params_of(job), node_at(node));
    if (count == 0) new (value) Value{1, K::leaf(params_of(job), node_at(node), worker)};
    return count;
  }

  static void expand(const TreeJob& job, const std::byte* node, std::byte* children, std::size_t stride,
                     std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      new (children + i * stride) Node(K::child(params_of(job), node_at(node), i));
  }

  static void join(const TreeJob& job, const std::byte* node, const std::byte* values, std::size_t stride,
                   std::size_t count, std::byte* value, Worker&) {
    const auto of_child = [&](std::size_t i) { return reinterpret_cast<const Value*>(values + i * stride); };
    Value sum = *of_child(0);
    for (std::size_t i = 1; i < count; ++i) {
      sum.nodes += of_child(i)->nodes;
      K::join(params_of(job), node_at(node), sum.value, of_child(i)->value);
    }
    ++sum.nodes;
    new (value) Value(sum);
  }

  static void run(const TreeJob& job, const std::byte* node, std::byte* value, Worker& worker) {
    new (value) Value(value_of(params_of(job), node_at(node), worker));
  }

  static Value value_of(const Params& params, const Node& node, Worker& worker) {
    const std::size_t count = K::children(params, node);
    if (count == 0) return {1, K::leaf(params, node, worker)};
    Value sum = value_of(params, K::child(params, node, 0), worker);
    for (std::size_t i = 1; i < count; ++i) {
      const Value next = value_of(params, K::child(params, node, i), worker);
      sum.nodes += next.nodes;
      K::join(params, node, sum.value, next.value);
    }
    ++sum.nodes;
    return sum;
  }

  static std::size_t data_bytes(const Case& parameters) {
    if constexpr (has_data) return K::data_bytes(parameters);
    return 0;
  }
  static K make(const Case& parameters, const Inputs& inputs, Arena& arena, std::span<std::byte> data) {
    if constexpr (has_data) {
      return K(parameters, inputs, arena, data);
    } else {
      return K(parameters, inputs);
    }
  }

  std::span<std::byte> result_;  // data, and behind it the value of the root
  K kernel_;
  std::uint64_t nodes_;
  TreeJob job_;
};

template <TreeKernel K>
KernelEntry tree_kernel_entry(std::string_view file) {
  KernelEntry entry = kernel_entry<K, TreeWork<K>>(file);
  entry.facts.parameters[cutoff_index(K::facts)].name = cutoff_parameter;
  entry.guidance.reference_case = [](Case parameters) {
    parameters.values[cutoff_index(K::facts)] = 0;
    return parameters;
  };
  entry.has_inputs = false;
  entry.nodes = K::nodes;
  entry.shares_memory = TreeWork<K>::has_data;
  return entry;
}

// As PARALLAX_KERNEL, for a kernel whose work is a tree.
#define PARALLAX_TREE_KERNEL(identifier, Type) \
  PARALLAX_KERNEL_ENTRY(identifier, Type::facts.name) = ::parallax::tree_kernel_entry<Type>(__FILE__)

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// What a kernel is: pure, deterministic work over an index range, written once and run by every runtime.
//
// The usual kernel is a small struct that says what one item is (map_kernel.hpp). One whose work is a tree or a graph says
// what a node or a task is (tree_kernel.hpp, graph_kernel.hpp). A kernel of several steps (see kernels/mixed/wordcount.cpp)
// implements Work itself (work.hpp). In any case the last line of its file registers it, and the file's name is its name.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "benches/guidance.hpp"
#include "benches/kernel_facts.hpp"
#include "benches/map_kernel.hpp"
#include "benches/work.hpp"
#include "runtimes/not_supported.hpp"  // which kernels and probes throw
#include "support/file_name.hpp"

namespace parallax {

// One row of the program's table of kernels; see kernels.hpp.
struct KernelEntry {
  KernelFacts facts;
  std::string_view folder;  // what its items do: "cpu", "io" or "mixed"
  std::span<const Case> cases;
  Guidance guidance;
  bool has_inputs;  // beyond its params
  std::unique_ptr<Work> (*prepare)(const Case&, const Inputs&, Arena&);
  const LibraryKernel* library = nullptr;  // of kernels that are not of the program
  // How many nodes its tree has, 0 where nobody knows; null for kernels that are no trees.
  std::uint64_t (*nodes)(const Case&) = nullptr;
  // How many tasks its graph has; null for kernels that are no graphs.
  std::uint64_t (*tasks)(const Case&) = nullptr;
  // Its nodes or tasks write memory beside their values or outputs.
  bool shares_memory = false;

  // Only maps have chunks.
  bool is_map() const { return !nodes && !tasks; }
  // What is counted as done by an iteration: items, tasks, or nodes as far as their number is known.
  std::uint64_t items(const Case& parameters) const {
    const std::uint64_t known = nodes ? nodes(parameters) : tasks ? tasks(parameters) : 0;
    return known != 0 ? known : parameters.size;
  }
};

// Kernels of several steps read at least what an earlier one has made.
template <class K>
constexpr bool has_inputs() {
  if constexpr (requires { typename K::In; }) return !std::is_same_v<typename K::In, None>;
  return true;
}

// W is the kernel's Work.
template <class W>
KernelEntry work_entry(const KernelFacts& facts, std::span<const Case> cases, const Guidance& guidance,
                       bool has_inputs, std::string_view file) {
  return {facts,
          folder_of_file(file),
          cases,
          guidance,
          has_inputs,
          [](const Case& parameters, const Inputs& inputs, Arena& arena) -> std::unique_ptr<Work> {
            return std::make_unique<W>(parameters, inputs, arena);
          },
          nullptr};
}

template <class K>
concept HasInputs = requires {
  typename K::In;
};

// The Work of a kernel that names none: for those with inputs MapWork, for all others see own_kernel.hpp.
template <class K>
struct UsualWork;

// W is the kernel's Work; K has its facts and cases.
template <class K, class W = void>
KernelEntry kernel_entry(std::string_view file) {
  if constexpr (!std::is_void_v<W>) {
    return work_entry<W>(K::facts, K::cases, Guidance::of<K>(), has_inputs<K>(), file);
  } else if constexpr (HasInputs<K>) {
    // Asked here, so that what is told is this and not all that follows from it.
    constexpr bool is_plain = std::is_trivially_copyable_v<typename K::In> &&
                              std::is_trivially_copyable_v<typename K::Params> && Comparable<typename K::Out>;
    static_assert(is_plain,
                  "In, Out and Params are plain data without padding, since they travel to other "
                  "processes: data of any other type, such as std::string, are a fixture (own_kernel.hpp)");
    if constexpr (is_plain) {
      return work_entry<MapWork<K>>(K::facts, K::cases, Guidance::of<K>(), has_inputs<K>(), file);
    } else {
      return {};
    }
  } else {
    return work_entry<typename UsualWork<K>::Type>(K::facts, K::cases, Guidance::of<K>(), false, file);
  }
}

template <class K, class = void>
consteval std::string_view kernel_name() {
  return K::facts.name;
}

// The last line of a kernel's file: `identifier` is the file's name. The build makes the table from the names
// of the files, so that a kernel which forgets this line does not link. Further arguments: the kernel's type,
// and its Work if that is not MapWork.
#define PARALLAX_KERNEL(identifier, ...)                                      \
  PARALLAX_KERNEL_ENTRY(identifier, ::parallax::kernel_name<__VA_ARGS__>()) = \
      ::parallax::kernel_entry<__VA_ARGS__>(__FILE__)

// C's linkage, so that a kernel may stand in any namespace that has a name.
#define PARALLAX_KERNEL_ENTRY(identifier, ...)                                     \
  static_assert(::parallax::is_name_of_file((__VA_ARGS__), #identifier, __FILE__), \
                "the name in a kernel's facts is not that of its file");           \
  extern "C" const ::parallax::KernelEntry parallax_kernel_##identifier;           \
  const ::parallax::KernelEntry parallax_kernel_##identifier

}  // namespace parallax

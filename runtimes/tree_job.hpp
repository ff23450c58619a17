// SPDX-License-Identifier: MIT
//
// The shape of divide and conquer: a tree of tasks that is not known before it is run. Beside MapJob, and like
// it plain data and plain functions.
//
// A node is plain data. It has children, which are made from it, or it is a leaf and has a value. The value of
// a node with children is made of theirs, in their order, when all are there. So every order of running gives
// the same bytes.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

#include "runtimes/support/program_function.hpp"

namespace parallax {

class Worker;

// out = the value of the root. Nodes are as large as `root`, values as large as `out`, both multiples of 8
// bytes and aligned to 8.
//
// `params`, `root` and what params point to lie in an Arena. A node's functions may write what its kernel has
// there for that node alone, and read what its descendants have written once they are joined; then the job
// `shares_memory`, and cannot be run where workers have copies.
//
// A worker that has a node at depth `cutoff` (the root has depth 0) does all that is below it by itself, with
// `run`; 0: there is no such depth. That is part of the work, the same for every runtime. A runtime may call
// `run` for further nodes where it has no room to hand them out.
struct TreeJob {
  std::string_view kernel;
  std::span<const std::byte> params;
  std::span<const std::byte> root;
  std::span<std::byte> out;
  std::size_t cutoff = 0;
  bool shares_memory = false;

  // How many children a node has. If none, its value has been written.
  ProgramFunction<std::size_t(const TreeJob&, const std::byte* node, std::byte* value, Worker&)> visit{};
  // Writes the `count` children of a node, one every `stride` bytes.
  ProgramFunction<void(const TreeJob&, const std::byte* node, std::byte* children, std::size_t stride,
                       std::size_t count)>
      expand{};
  // Writes the value of a node from those of its `count` children, of which there is one every `stride` bytes.
  ProgramFunction<void(const TreeJob&, const std::byte* node, const std::byte* values, std::size_t stride,
                       std::size_t count, std::byte* value, Worker&)>
      join{};
  // Does a node and all that is below it, by plain recursion. Its stack grows with the tree's depth.
  ProgramFunction<void(const TreeJob&, const std::byte* node, std::byte* value, Worker&)> run{};
};
static_assert(std::is_trivially_copyable_v<TreeJob>);

// Whether a node at this depth is one worker's, with all that is below it.
inline bool is_cut_off(const TreeJob& job, std::size_t depth) {
  return job.cutoff != 0 && depth >= job.cutoff;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// A node on its way through a tree's workers: plain data in memory that all of them share. Nobody waits for a
// child on a stack; whoever brings a parent its last value goes on with the parent.
//
//   | TreeRecord | value | node |     one of them every `stride` bytes; all children of a node in one block
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "runtimes/tree_job.hpp"

namespace parallax {

struct TreeRecord {
  TreeRecord* parent = nullptr;            // null: the root
  TreeRecord* children = nullptr;          // the first of the block
  std::atomic<std::uint32_t> missing = 0;  // children whose values are not there yet
  std::uint32_t count = 0;                 // of children
  std::uint32_t depth = 0;
  std::uint16_t owner = 0;       // whose store the block of the children is from
  std::uint16_t size_class = 0;  // of that block: room for 2^size_class records
};

// Where a record has what.
class TreeLayout {
 public:
  TreeLayout() = default;
  explicit TreeLayout(const TreeJob& job)
      : node_(sizeof(TreeRecord) + job.out.size()),
        stride_((node_ + job.root.size() + alignment - 1) / alignment * alignment) {}

  std::size_t stride() const { return stride_; }
  std::byte* value(TreeRecord* record) const { return at(record, sizeof(TreeRecord)); }
  std::byte* node(TreeRecord* record) const { return at(record, node_); }
  TreeRecord* child(TreeRecord* first, std::size_t index) const {
    return reinterpret_cast<TreeRecord*>(at(first, index * stride_));
  }

  bool operator==(const TreeLayout&) const = default;

 private:
  static constexpr std::size_t alignment = 64;  // neighbours are not on one cache line

  static std::byte* at(TreeRecord* record, std::size_t offset) {
    return reinterpret_cast<std::byte*>(record) + offset;
  }

  std::size_t node_ = 0, stride_ = 0;
};

// The smallest class of blocks that has room for so many records.
inline std::uint16_t size_class_for(std::size_t records) {
  return static_cast<std::uint16_t>(std::bit_width(records - 1));
}

}  // namespace parallax

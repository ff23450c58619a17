// SPDX-License-Identifier: MIT
//
// The children of one node, and then their values: what a task keeps on its stack while it waits for the tasks
// that it has started.
#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "runtimes/tree_job.hpp"

namespace parallax {

class TreeFrame {
 public:
  TreeFrame(const TreeJob& job, const std::byte* node, std::size_t count)
      : job_(job), count_(count), stride_(job.root.size() + job.out.size()) {
    if (count * stride_ > few_.size()) many_ = std::make_unique<std::byte[]>(count * stride_);
    children_ = many_ ? many_.get() : few_.data();
    job.expand(job, node, children_, stride_, count);
  }

  const std::byte* node(std::size_t i) const { return children_ + i * stride_; }
  std::byte* value(std::size_t i) { return children_ + i * stride_ + job_.root.size(); }
  // Writes the value of the parent, when those of all children are there.
  void join(const std::byte* parent, std::byte* value, Worker& worker) {
    job_.join(job_, parent, this->value(0), stride_, count_, value, worker);
  }

 private:
  const TreeJob& job_;
  std::size_t count_, stride_;
  alignas(8) std::array<std::byte, 256> few_;
  std::unique_ptr<std::byte[]> many_;
  std::byte* children_;
};

}  // namespace parallax

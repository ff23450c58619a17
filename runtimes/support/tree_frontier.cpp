// SPDX-License-Identifier: MIT
#include "runtimes/support/tree_frontier.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include "runtimes/not_supported.hpp"

namespace parallax {
namespace {

void run_parts(const MapJob& map, Range range, Worker& worker) {
  const TreeJob& job = *reinterpret_cast<const TreeJob*>(map.params.data());
  for (std::size_t i = range.begin; i < range.end; ++i)
    job.run(job, map.in.data() + i * job.root.size(), map.out.data() + i * job.out.size(), worker);
}

}  // namespace

void TreeFrontier::open(const TreeJob& job) {
  if (job.shares_memory)
    throw NotSupported("its nodes write memory beside their values, which workers do not share");
  if (sizeof(TreeJob) + job.root.size() + job.out.size() > memory_.size())
    throw NotSupported("a node with its value is larger than what it hands out at a time");
  job_ = job;
  stride_ = job.root.size() + job.out.size();
  entries_.assign(1, {});
  bytes_.assign(job.root.begin(), job.root.end());
  bytes_.resize(stride_);
  parts_.clear();
}

void TreeFrontier::expand(std::size_t parts, Worker& caller) {
  // A tree that is hardly wider than a list never has so many nodes side by side.
  const std::size_t most_visits = 4 * parts;
  std::size_t next = 0;
  for (; next < entries_.size() && next < most_visits && parts_.size() + entries_.size() - next < parts;
       ++next) {
    const std::uint32_t depth = entries_[next].depth;
    if (is_cut_off(job_, depth)) {
      parts_.push_back(static_cast<std::uint32_t>(next));
      continue;
    }
    const std::size_t count = job_.visit(job_, node(next), value(next), caller);
    if (count == 0) continue;
    entries_[next].first = static_cast<std::uint32_t>(entries_.size());
    entries_[next].count = static_cast<std::uint32_t>(count);
    const std::size_t first = entries_.size();
    entries_.insert(entries_.end(), count, {.depth = depth + 1});
    bytes_.resize(entries_.size() * stride_);
    job_.expand(job_, node(next), node(first), stride_, count);
  }
  for (; next < entries_.size(); ++next) parts_.push_back(static_cast<std::uint32_t>(next));
}

MapJob TreeFrontier::next_parts(std::size_t from) {
  const std::size_t count = std::min(parts_.size() - from, (memory_.size() - sizeof(TreeJob)) / stride_);
  new (memory_.data()) TreeJob(job_);
  const std::span<std::byte> nodes = memory_.subspan(sizeof(TreeJob), count * job_.root.size());
  for (std::size_t i = 0; i < count; ++i)
    std::memcpy(&nodes[i * job_.root.size()], node(parts_[from + i]), job_.root.size());
  return {.kernel = job_.kernel,
          .items = count,
          .grain = 1,
          .params = memory_.first(sizeof(TreeJob)),
          .in = nodes,
          .in_per_item = job_.root.size(),
          .out = memory_.subspan(sizeof(TreeJob) + nodes.size(), count * job_.out.size()),
          .run = run_parts};
}

std::size_t TreeFrontier::take_values(const MapJob& map, std::size_t from) {
  for (std::size_t i = 0; i < map.items; ++i)
    std::memcpy(value(parts_[from + i]), &map.out[i * job_.out.size()], job_.out.size());
  return from + map.items;
}

void TreeFrontier::join(Worker& caller) {
  for (std::size_t i = entries_.size(); i-- > 0;) {
    const Entry& entry = entries_[i];
    if (entry.count == 0) continue;
    job_.join(job_, node(i), value(entry.first), stride_, entry.count, value(i), caller);
  }
  std::memcpy(job_.out.data(), value(0), job_.out.size());
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// A graph through a MessagePool: the caller keeps all outputs and knows which tasks are ready. A task travels with the
// outputs that it reads, and its own comes back; then the caller looks whose last input that was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

#include "runtimes/graph_job.hpp"
#include "runtimes/process/message_pool.hpp"

namespace parallax {

class MessageGraph {
 public:
  explicit MessageGraph(MessagePool& pool) : pool_(pool) {}

  // As MessagePool::map. Throws NotSupported if tasks write memory beside their outputs.
  void run(const GraphJob& job);

 private:
  void open(const GraphJob& job);
  // What a task reads, one output after the other.
  std::span<const std::byte> inputs_of(std::size_t number);
  void finished(std::size_t number);

  MessagePool& pool_;
  GraphJob job_;
  std::vector<std::uint32_t> missing_;  // inputs of each task
  std::deque<std::size_t> ready_;       // in the order in which they have become so
  std::unordered_map<std::size_t, std::vector<std::byte>> gathered_;  // inputs of tasks that are under way
};

}  // namespace parallax

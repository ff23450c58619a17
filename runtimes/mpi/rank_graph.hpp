// SPDX-License-Identifier: MIT
//
// A graph on ranks: each owns points next to each other and does their tasks step by step. An output is sent at once
// to every rank that reads it, one message for all its tasks that do; a rank that lacks an input waits for it. That is
// how Task Bench does it on plain MPI.
//
// If a task throws, its output goes out all the same, marked: nobody who gets such a one runs anything any more, but
// all go on to send and to take what belongs to the graph. So nothing is under way when it has ended.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtimes/graph_job.hpp"
#include "runtimes/mpi/messages.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

// What an output has in front.
struct OutputHeader {
  std::uint64_t number = 0;  // of its task
  bool failed = false;       // it is none, for a task has thrown
  bool parts_apart = false;
};

class RankGraph {
 public:
  RankGraph(Ranks& ranks, Outbox& outbox) : ranks_(ranks), outbox_(outbox), outputs_(ranks, output_tag) {}

  // Does this rank's tasks, of `ranks` that take part. What one of them threw; nothing if none did.
  std::optional<std::string> run(const GraphJob& job, int ranks, Worker& worker);
  // Bytes of messages that run() has sent to ranks other than 0.
  std::uint64_t sent_to_others() const { return sent_to_others_; }

  // All outputs of one rank, step by step, and where they belong.
  static std::size_t bytes_of(const GraphJob& job, int rank, int ranks);
  static void pack(const GraphJob& job, int rank, int ranks, std::span<std::byte> to);
  static void unpack(const GraphJob& job, int rank, int ranks, std::span<const std::byte> from);

 private:
  static TaskRange own_points(const GraphJob& job, std::uint32_t step, int rank, int ranks);
  int owner_of(std::uint32_t point) const;
  void wait_for_inputs(GraphTask task);
  void take_what_has_come();
  void send_to_readers(GraphTask task);

  Ranks& ranks_;
  Outbox& outbox_;
  Inbox outputs_;
  GraphJob job_;
  int size_ = 1;
  bool failed_ = false;
  std::vector<bool> has_come_;            // of each task, for those of other ranks
  std::vector<std::uint64_t> sent_last_;  // by rank: the task, plus 1
  std::uint64_t sent_to_others_ = 0;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// The life of every rank but 0: does what rank 0 calls for, until it is told to quit.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtimes/job.hpp"
#include "runtimes/mpi/messages.hpp"
#include "runtimes/mpi/rank_graph.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

class RankService {
 public:
  // `problem`: why this rank cannot serve any runtime; empty if it can.
  explicit RankService(Ranks& ranks, std::string problem = {})
      : ranks_(ranks),
        calls_(ranks, call_tag),
        replies_(ranks, reply_tag),
        outbox_(ranks),
        graph_(ranks, outbox_),
        problem_(std::move(problem)) {}

  // Returns when rank 0 has said so, and what this rank has sent has left.
  void serve();

 private:
  void answer(const Inbox::Message& arrived);
  void begin(const Call& call, Outbox::Reader& parts);
  void take_job(const Call& call, Outbox::Reader& parts);
  void run_chunk(const Call& call, Outbox::Reader& parts);
  void run_share(const Call& call, Outbox::Reader& parts);
  void run_graph(const Call& call, Outbox::Reader& parts);
  void push(const Call& call, Outbox::Reader& parts);
  void reply(std::uint64_t chunk, Part part, int to = 0);
  void reply_error(std::string text, int to = 0);
  // Runs chunks [first, last) of the job. False if one threw, which is kept as the error.
  bool run(std::size_t first, std::size_t last);
  // Takes the results of the ranks below this one. False if one of them failed, which is kept as the error.
  bool collect(int ranks);
  Part results(std::size_t first, std::size_t last) const;

  Ranks& ranks_;
  Inbox calls_;
  Inbox replies_;  // of ranks below
  Outbox outbox_;
  RankGraph graph_;
  std::optional<Worker> worker_;   // of the runtime that has begun
  std::vector<Mapping> mappings_;  // that this rank has only because rank 0 has them
  MapJob job_;
  std::string problem_, error_;
  std::vector<std::byte> answer_;
};

// Rank 0: tells all others to quit.
void end_service(Ranks& ranks);

// The chunks of rank `rank` in a static schedule over `ranks`: [first, last).
struct Share {
  std::size_t first = 0, last = 0;
};
inline Share share_of(const MapJob& job, int rank, int ranks) {
  const auto of = [&](int r) {
    return chunk_count(job) * static_cast<std::size_t>(r) / static_cast<std::size_t>(ranks);
  };
  return {of(rank), of(rank + 1)};
}
// Its items.
Range items_of(const MapJob& job, const Share& share);
// Whether results come up the tree, a rank's together with all that are below it, or straight to rank 0. The
// former spares rank 0 a message for each rank, the latter spares all others bytes that are not theirs.
inline bool gathered_by_tree(const MapJob& job, int ranks) {
  return job.out.size() / static_cast<std::size_t>(ranks) <= short_bytes / 4;
}

}  // namespace parallax

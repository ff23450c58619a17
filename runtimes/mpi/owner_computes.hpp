// SPDX-License-Identifier: MIT
//
// Rank 0's side of graphs: tells all to begin, does its own points as all others do, and gathers their outputs.
#pragma once

#include "runtimes/mpi/rank_graph.hpp"
#include "runtimes/mpi/session.hpp"

namespace parallax {

class OwnerComputes {
 public:
  explicit OwnerComputes(RankSession& session)
      : session_(session), graph_(session.ranks(), session.outbox()) {}

  // Throws NotSupported if there are several ranks and tasks write memory beside their outputs.
  void run(const GraphJob& job);

 private:
  void gather(const GraphJob& job);

  RankSession& session_;
  RankGraph graph_;
};

}  // namespace parallax

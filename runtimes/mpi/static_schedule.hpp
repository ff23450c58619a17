// SPDX-License-Identifier: MIT
//
// `mpi-static`: scatter, compute, gather. The job comes down a tree, inputs of a rank's own items come from
// rank 0 directly; every rank runs its share of the chunks, as many as any other's but for one. Results go to
// rank 0 in one piece for each rank, or, if they are short, up the tree. Rank 0 has a share as well.
#pragma once

#include "runtimes/mpi/session.hpp"

namespace parallax {

class StaticSchedule {
 public:
  static constexpr std::span<const Setting> settings{};

  StaticSchedule(const Settings& chosen, InputPlacement inputs) : session_(chosen, inputs) {}

  void map(const MapJob& job);
  RankSession& session() { return session_; }
  const RankSession& session() const { return session_; }

 private:
  void hand_out(const MapJob& job, RankSession::Payload payload);
  // How many replies rank 0 gets; counts those that others get.
  int replies_to_come(const MapJob& job);

  RankSession session_;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// `mpi`: chunks go to whichever rank has room. Rank 0 hands them out and computes too, when everybody else
// has enough to do; so it is worker 0, as the caller is in every runtime.
//
// At any time a rank has at most `window` chunks: the one that it runs, and those that wait there, so that it
// need not wait for the next while its result is under way. Beyond the first, a rank gets one only while
// there are enough for all.
#pragma once

#include <vector>

#include "runtimes/mpi/session.hpp"

namespace parallax {

class DynamicSchedule {
 public:
  static constexpr Setting window{.name = "mpi_window",
                                  .summary = "Chunks that a rank of `mpi` may have at a time",
                                  .default_value = 2,
                                  .most = 1'000'000};
  static constexpr std::array settings{window};

  DynamicSchedule(const Settings& chosen, InputPlacement inputs);

  void map(const MapJob& job);
  RankSession& session() { return session_; }
  const RankSession& session() const { return session_; }

 private:
  struct Running;
  void hand_out(Running& running);
  void give(Running& running, int rank);
  void run_own(Running& running);
  void take(Running& running, const Inbox::Message& arrived);

  RankSession session_;
  std::size_t window_;
  std::vector<std::size_t> has_;  // chunks at each rank
};

}  // namespace parallax

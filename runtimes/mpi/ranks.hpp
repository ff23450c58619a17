// SPDX-License-Identifier: MIT
//
// The processes that an MPI launcher has started as one job, of which this is one: who they are, where they
// run, and how one waits for another without hanging or burning a processor.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "runtimes/mpi/library.hpp"
#include "runtimes/mpi/neighbours.hpp"
#include "runtimes/mpi/watch.hpp"

namespace parallax {

// A rank is gone; the message says which.
class RankLost : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Ranks {
 public:
  // Joins the others: every rank makes one, once in its life, after it has placed its shared memory where
  // symmetric_memory() says. Throws std::runtime_error.
  Ranks();
  ~Ranks();
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;

  // Null in a process that is no rank.
  static Ranks* current();

  const MpiLibrary& mpi() const { return mpi_; }
  int rank() const { return rank_; }
  int size() const { return size_; }
  int hosts() const { return hosts_; }
  // Among those on the same host: how many there are, and which of them this one is.
  int size_here() const { return size_here_; }
  int rank_here() const { return rank_here_; }
  // Whether the launcher has pinned ranks: on one host some may use processors that others may not.
  bool pinned() const { return pinned_; }
  // "rank 2, process 4711 on node7"
  std::string place(int rank) const;

  // How long one who waits for a message of a job sleeps at most.
  static constexpr std::chrono::microseconds longest_pause{100};

  // Waits until ready() is true: first by asking again and again, then by yielding, then by sleeping for
  // longer and longer, at most `longest`. On rank 0 it throws RankLost if a rank goes meanwhile; elsewhere
  // the process ends with rank 0.
  template <class Ready>
  void wait_until(Ready ready, std::chrono::microseconds longest) {
    for (Patience patience(spin_, longest); !ready(); patience.pass()) {
      if (rank_ == 0) require_all();
    }
  }
  // Throws RankLost if a rank has gone.
  void require_all() const {
    if (watch_ && watch_->lost()) throw_lost();
  }
  // Leaves the others, all of which have to call it: the end in order. Without it, whoever ends is lost to
  // them. The process has to end by std::exit() or from main(): MPICH from 4.2 on says only in an exit handler that a
  // rank ends in order, and its launcher kills all others when one ends without.
  void leave();
  // Notes that not all can leave any more.
  void abandon() { abandoned_ = true; }
  bool abandoned() const { return abandoned_ || (watch_ && watch_->lost()); }

 private:
  class Patience {
   public:
    Patience(std::chrono::nanoseconds spin, std::chrono::microseconds longest)
        : spin_(spin), longest_(longest) {}
    void pass();

   private:
    std::chrono::nanoseconds spin_;
    std::chrono::microseconds longest_, sleep_{0};
    std::chrono::steady_clock::time_point begin_{};
    int passed_ = 0;
  };

  [[noreturn]] void throw_lost() const;
  void meet();

  const MpiLibrary& mpi_;
  int rank_ = 0;
  int size_ = 1;
  int hosts_ = 1;
  int size_here_ = 1, rank_here_ = 0;
  bool pinned_ = false;
  std::vector<RankFacts> facts_;
  std::chrono::nanoseconds spin_{0};
  std::unique_ptr<Watch> watch_;
  bool abandoned_ = false;
};

}  // namespace parallax

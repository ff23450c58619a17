// SPDX-License-Identifier: MIT
//
// A thread that carries fibers: begins one where all others wait, and lets them run in turn. What they do comes from a
// map's chunks, or from a tree or a graph that the threads share.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "runtimes/stealing/stealing.hpp"
#include "runtimes/support/fiber_loop.hpp"
#include "runtimes/support/fiber_worker.hpp"
#include "runtimes/support/thread_team.hpp"

namespace parallax {

// One thread's share of the fibers: those with the numbers first, first + step, ... below workers.
class FiberCarrier {
 public:
  FiberCarrier(int first, int step, int workers, FiberLoop::MakeReactor make_reactor, BlockingPool& pool)
      : loop_((workers - first + step - 1) / step, make_reactor, pool),
        thread_(first),
        next_(first),
        step_(step),
        workers_(workers) {}

  // Every fiber is idle and ends now. It may be another thread that sees to it.
  ~FiberCarrier() {
    team_ = nullptr;
    for (Carried* carried : idle_) carried->fiber.resume();
  }
  FiberCarrier(const FiberCarrier&) = delete;
  FiberCarrier& operator=(const FiberCarrier&) = delete;

  // What this thread does inside each job. An error of the loop itself leaves fibers in the middle of
  // something, so it ends the program, naming the call. stealing: where trees and graphs come from; null: a map.
  void work(ThreadTeam& team, Stealing* stealing) noexcept {
    team_ = &team;
    stealing_ = stealing;
    loop_.start();
    for (bool claimable = true;;) {
      loop_.run_ready();
      if (loop_.any_busy()) loop_.poll_if_due();
      const bool offered = loop_.take_offer();
      const bool may_begin = claimable && (!idle_.empty() || next_ < workers_);
      if (loop_.any_ready() && !(offered && may_begin)) continue;
      if (may_begin && begin_next()) continue;
      claimable = stealing != nullptr;  // chunks do not become more
      if (loop_.any_ready()) continue;
      if (loop_.any_busy()) {
        loop_.wait();
      } else if (!stealing || stealing->is_over() || !wait_for_others()) {
        return;
      }
    }
  }

 private:
  struct Carried {
    Carried(FiberCarrier& carrier, int index)
        : worker(index, carrier.loop_), fiber([this, &carrier] { carrier.carry(*this); }, carrier.workers_) {}

    FiberWorker worker;
    // What to begin with: a chunk, or a piece of a tree or a graph.
    std::size_t chunk = Team::no_chunk;
    Stealing::Piece piece;
    Fiber fiber;
  };

  // In an idle fiber. False if there is nothing to begin.
  bool begin_next() {
    Carried* const next = idle_or_none();
    if (!next) return false;
    if (stealing_) {
      next->piece = stealing_->try_take(index());
      if (!next->piece) return false;
    } else {
      next->chunk = team_->claim();
      if (next->chunk == Team::no_chunk) return false;
    }
    idle_.pop_back();
    loop_.run(next->fiber);
    return true;
  }
  // No fiber has anything to do, but other threads may make something. False if it is over.
  bool wait_for_others() {
    Carried* const next = idle_or_none();
    if (!next) return false;
    next->piece = stealing_->wait(index(), thread_);
    if (!next->piece) return !stealing_->is_over();
    idle_.pop_back();
    loop_.run(next->fiber);
    return true;
  }
  std::size_t index() const { return static_cast<std::size_t>(thread_.index()); }

  Carried* idle_or_none() {
    try {
      return &one_idle();
    } catch (...) {  // there is no room for its stack
      fail();
      return nullptr;
    }
  }
  void fail() noexcept {
    if (stealing_) stealing_->cancel();
    team_->fail();
  }

  Carried& one_idle() {
    if (idle_.empty()) {
      idle_.push_back(&carried_.emplace_back(*this, next_));
      next_ += step_;
    }
    return *idle_.back();
  }

  // The life of a fiber.
  void carry(Carried& self) noexcept {
    while (team_ != nullptr) {
      try {
        if (stealing_) {
          run_pieces(self);
        } else {
          run_chunks(self);
        }
      } catch (...) {
        fail();
      }
      idle_.push_back(&self);
      loop_.idle();
    }
  }

  void run_chunks(Carried& self) {
    for (std::size_t c = self.chunk; c != Team::no_chunk; c = team_->claim()) {
      team_->job().run(team_->job(), chunk(team_->job(), c), self.worker);
      loop_.between_chunks();
    }
  }
  void run_pieces(Carried& self) {
    for (Stealing::Piece piece = self.piece; piece; piece = stealing_->try_take(index())) {
      stealing_->run(index(), piece, self.worker);
      loop_.between_chunks();
    }
  }

  FiberLoop loop_;
  ThreadTeam* team_ = nullptr;  // none: the end
  Stealing* stealing_ = nullptr;
  Worker thread_;  // as whom it waits for other threads
  std::deque<Carried> carried_;
  std::vector<Carried*> idle_;  // the one that ran last on top
  int next_;                    // the number of the next fiber to be made
  const int step_, workers_;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// The threads of `threads` under one lock: what `gil`, `gil-ticks` and `cpython` share. They differ in the
// lock alone.
//
// A worker holds the lock whenever it runs kernel code and passes a checkpoint after each chunk; the verbs
// that may block let go of it. Nobody has it while waiting for a job: idle workers sleep at once, as those of
// a thread pool in Python do. Trees and graphs are done as in `steal`, by whoever has the lock.
#pragma once

#include <chrono>
#include <utility>

#include "runtimes/stealing/graph_team.hpp"
#include "runtimes/stealing/tree_team.hpp"
#include "runtimes/support/lock_scopes.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/support/thread_team.hpp"
#include "runtimes/support/workers.hpp"

namespace parallax {

// Lock has take(holder), drop(holder) and, for whoever holds it, checkpoint(holder). A take() without an
// exception is one that ended.
template <class Lock>
class LockedTeam {
 public:
  LockedTeam(int workers, Lock& lock, ThreadTeam::ThreadBody body = {})
      : lock_(lock),
        workers_(workers, lock),
        memory_(Mapping::shared(GraphTeam::bytes(workers) + TreeTeam::bytes(workers))),
        graphs_(memory_.bytes(), workers, std::chrono::nanoseconds(0)),
        trees_(memory_.bytes().subspan(GraphTeam::bytes(workers)), workers, std::chrono::nanoseconds(0)),
        team_(
            workers, std::chrono::nanoseconds(0), [this](int index) { work(index); }, std::move(body)) {}

  void map(const MapJob& job) { team_.map(job); }
  void tree(const TreeJob& job) {
    trees_.open(job);
    run(Shape::tree);
  }
  void graph(const GraphJob& job) {
    graphs_.open(job);
    run(Shape::graph);
  }

 private:
  class LockedWorker final : public Worker {
   public:
    LockedWorker(int index, Lock& lock) : Worker(index), lock_(lock) {}

    void checkpoint() override { lock_.checkpoint(index()); }

   private:
    void block(void (*call)(void*), void* context) override {
      Released released(lock_, index());
      call(context);
    }

    Lock& lock_;
  };

  enum class Shape { map, tree, graph };

  void run(Shape shape) {
    shape_ = shape;
    try {
      team_.run();
    } catch (...) {
      shape_ = Shape::map;
      throw;
    }
    shape_ = Shape::map;
  }

  void work(int index) {
    Held held(lock_, index);
    if (shape_ == Shape::map) return team_.run_chunks(workers_[index]);
    try {
      if (shape_ == Shape::tree) {
        trees_.work(workers_[index]);
      } else {
        graphs_.work(workers_[index]);
      }
    } catch (...) {
      trees_.cancel();
      graphs_.cancel();
      team_.fail();
    }
  }

  Lock& lock_;
  Workers<LockedWorker> workers_;
  Mapping memory_;
  GraphTeam graphs_;
  TreeTeam trees_;
  Shape shape_ = Shape::map;  // of the job that is open
  ThreadTeam team_;
};

}  // namespace parallax

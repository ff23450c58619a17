// SPDX-License-Identifier: MIT
//
// The threads of `threads` under one lock: what `gil`, `gil-ticks` and `cpython` share. They differ in the
// lock alone.
//
// A worker holds the lock whenever it runs kernel code and passes a checkpoint after each chunk; the verbs
// that may block let go of it. Nobody has it while waiting for a job: idle workers sleep at once, as those of
// a thread pool in Python do.
#pragma once

#include <chrono>
#include <utility>

#include "runtimes/support/lock_scopes.hpp"
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
        team_(
            workers, std::chrono::nanoseconds(0), [this](int index) { work(index); }, std::move(body)) {}

  void map(const MapJob& job) { team_.map(job); }

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

  void work(int index) {
    Held held(lock_, index);
    team_.run_chunks(workers_[index]);
  }

  Lock& lock_;
  Workers<LockedWorker> workers_;
  ThreadTeam team_;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// gil: the threads of `threads` under one lock, which is CPython's (support/gil_lock.hpp).
//
// A worker holds the lock while it runs kernel code and passes a checkpoint after each chunk; the verbs that
// may block let go of it. Idle workers sleep at once, as those of a thread pool in Python do. This reproduces
// a policy of locking, not Python: bytecode, reference counts and allocation are absent.
#include "runtimes/runtime.hpp"
#include "runtimes/support/gil_lock.hpp"
#include "runtimes/support/thread_team.hpp"
#include "runtimes/support/workers.hpp"

namespace parallax {
namespace {

class GilWorker final : public Worker {
 public:
  GilWorker(int index, GilLock& lock) : Worker(index), lock_(lock) {}

  void checkpoint() override { lock_.checkpoint(index()); }

 private:
  void block(void (*call)(void*), void* context) override {
    GilReleased released(lock_, index());
    call(context);
  }

  GilLock& lock_;
};

class Gil {
 public:
  static constexpr Facts facts{
      .name = "gil", .summary = "threads under one lock, as in CPython 3.2 and later", .library = {}};

  explicit Gil(const Settings& settings)
      : lock_(settings.gil_switch_interval),
        workers_(settings.workers, lock_),
        team_(settings.workers, std::chrono::nanoseconds(0), [this](int index) { work(index); }) {}

  void map(const MapJob& job) { team_.map(job); }

 private:
  void work(int index) {
    GilHeld held(lock_, index);
    team_.run_chunks(workers_[index]);
  }

  GilLock lock_;
  Workers<GilWorker> workers_;
  ThreadTeam team_;
};

}  // namespace

PARALLAX_RUNTIME(gil, Gil);

}  // namespace parallax

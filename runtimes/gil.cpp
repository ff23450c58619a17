// SPDX-License-Identifier: MIT
//
// gil: the threads of `threads` under one lock, which is CPython's (support/gil_lock.hpp).
//
// A worker holds the lock while it runs kernel code and passes a checkpoint between chunks; the verbs that
// may block let go of it. Idle workers sleep at once, as those of a thread pool in Python do. This reproduces
// a policy of locking, not Python: bytecode, reference counts and allocation are absent.
#include <thread>
#include <vector>

#include "runtimes/runtime.hpp"
#include "runtimes/support/first_error.hpp"
#include "runtimes/support/gil_lock.hpp"
#include "runtimes/support/team.hpp"
#include "runtimes/worker.hpp"

namespace parallax {
namespace {

class GilWorker final : public Worker {
 public:
  GilWorker(int index, GilLock& lock) : Worker(index), lock_(lock) {}

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

  explicit Gil(const Settings& settings) : lock_(settings.gil_switch_interval) {
    for (int i = 1; i < settings.workers; ++i) helpers_.emplace_back([this, i] { help(i); });
  }

  ~Gil() {
    team_.stop();
    for (auto& helper : helpers_) helper.join();
  }

  void map(const MapJob& job) {
    team_.open(job);
    work(caller_);
    team_.close();
    error_.rethrow();
  }

 private:
  void help(int index) {
    GilWorker worker(index, lock_);
    for (std::uint32_t seen = 0; team_.wait(seen); team_.leave()) work(worker);
  }

  void work(Worker& worker) noexcept {
    const MapJob& job = team_.job();
    GilHeld held(lock_, worker.index());
    try {
      for (auto c = team_.claim(); c != Team::no_chunk; c = team_.claim()) {
        job.run(job, chunk(job, c), worker);
        lock_.checkpoint(worker.index());
      }
    } catch (...) {
      team_.cancel();
      error_.keep();
    }
  }

  Team team_{std::chrono::nanoseconds(0)};
  GilLock lock_;
  FirstError error_;
  GilWorker caller_{0, lock_};
  std::vector<std::thread> helpers_;
};

}  // namespace

PARALLAX_RUNTIME(gil, Gil);

}  // namespace parallax

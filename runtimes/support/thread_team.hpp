// SPDX-License-Identifier: MIT
//
// A Team whose helpers are threads of this process: what `threads` and those under a lock share. They differ
// in what a worker does before, between and after its chunks, and in what a thread is to its library.
#pragma once

#include <chrono>
#include <functional>
#include <thread>
#include <vector>

#include "runtimes/support/first_error.hpp"
#include "runtimes/support/team.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

class ThreadTeam {
 public:
  // What the thread of helper `index` does from its begin to its end, which is to call serve() once. For
  // libraries that want to know of every thread; what it throws ends the process.
  using ThreadBody = std::function<void(int index, const std::function<void()>& serve)>;

  // Returns when all helpers are ready to take work. work(index): what worker `index` does inside each job,
  // which is to call run_chunks() once. It must not throw.
  ThreadTeam(int workers, std::chrono::nanoseconds spin, std::function<void(int)> work, ThreadBody body = {})
      : team_(spin), work_(std::move(work)), body_(std::move(body)) {
    try {
      for (int i = 1; i < workers; ++i) helpers_.emplace_back([this, i] { run_helper(i); });
      for (std::uint32_t ready = 0; (ready = ready_) < helpers_.size();) futex_wait(ready_, ready);
    } catch (...) {  // no room for so many threads
      end();
      throw;
    }
  }

  ~ThreadTeam() { end(); }
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  void map(const MapJob& job) {
    team_.open(job);
    work_(0);
    team_.close();
    error_.rethrow();
  }
  // The same where work() knows from elsewhere what there is to do, and claims nothing here.
  void run() { map({}); }

  // Claims chunks and runs them until there are none, with a checkpoint after each one. If a kernel throws,
  // nobody gets a further chunk, and map() will throw what it threw. W is the worker's own type, so that a
  // checkpoint that does nothing costs nothing.
  template <class W>
  void run_chunks(W& worker) noexcept {
    const MapJob& job = team_.job();
    try {
      for (auto c = team_.claim(); c != Team::no_chunk; c = team_.claim()) {
        job.run(job, chunk(job, c), worker);
        worker.W::checkpoint();
      }
    } catch (...) {
      fail();
    }
  }

  // The parts of run_chunks(), for those who run several workers on one thread. fail() is called in a catch
  // block.
  const MapJob& job() const { return team_.job(); }
  std::size_t claim() { return team_.claim(); }
  void fail() noexcept {
    team_.cancel();
    error_.keep();
  }

 private:
  void end() {
    team_.stop();
    for (auto& helper : helpers_) helper.join();
  }

  void run_helper(int index) {
    if (body_) {
      body_(index, [this, index] { help(index); });
    } else {
      help(index);
    }
  }

  void help(int index) {
    ready_.fetch_add(1);
    futex_wake_all(ready_);
    for (std::uint32_t seen = 0; team_.wait(seen); team_.leave()) work_(index);
  }

  Team team_;
  FutexWord ready_ = 0;  // so many helpers are
  FirstError error_;
  std::function<void(int)> work_;
  ThreadBody body_;
  std::vector<std::thread> helpers_;
};

}  // namespace parallax

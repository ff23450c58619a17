// SPDX-License-Identifier: MIT
//
// A tree whose tasks are started and waited for one by one, for runtimes that have no pool: a child becomes a
// task of its own while fewer than all workers have something to do, else its parent does it.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

#include "runtimes/support/first_error.hpp"
#include "runtimes/support/tree_frame.hpp"
#include "runtimes/support/workers.hpp"
#include "runtimes/tree_job.hpp"

namespace parallax {

// Task is what a started task is held by; destroying it waits for the task's end. start(f) starts one that
// calls f(), or throws.
template <class Task, class Start>
class StartedTree {
 public:
  StartedTree(const TreeJob& job, Workers<Worker>& workers, FirstError& error, Start start)
      : job_(job), workers_(workers), error_(error), start_(start) {
    for (int i = workers.count() - 1; i > 0; --i) idle_.push_back(i);
    idle_count_ = idle_.size();
  }

  // By the caller. What a kernel throws is kept, and the rest of the tree is left out then.
  void run() noexcept { run(job_.root.data(), job_.out.data(), 0, 0); }

 private:
  void run(const std::byte* node, std::byte* value, std::size_t depth, int index) noexcept {
    if (error_.any()) return;
    Worker& worker = workers_[index];
    try {
      if (is_cut_off(job_, depth)) return job_.run(job_, node, value, worker);
      const std::size_t count = job_.visit(job_, node, value, worker);
      if (count == 0) return;
      TreeFrame frame(job_, node, count);
      {
        std::vector<Task> tasks;
        std::size_t left = count;  // the children before this one are the parent's
        // At most one for each worker, for the handles of tasks that have ended are kept until all have.
        for (; left > 1 && count - left < static_cast<std::size_t>(workers_.count()); --left) {
          const auto other = take_idle();
          if (!other) break;
          tasks.push_back(start_or_give_back(
              [this, node = frame.node(left - 1), to = frame.value(left - 1), depth, other = *other] {
                run(node, to, depth + 1, other);
                give_back(other);
              },
              *other));
        }
        for (std::size_t i = 0; i < left; ++i) run(frame.node(i), frame.value(i), depth + 1, index);
      }
      if (!error_.any()) frame.join(node, value, worker);
    } catch (...) {  // what a kernel throws, or there is no room for one more task
      error_.keep();
    }
  }

  Task start_or_give_back(auto task, int index) {
    try {
      return start_(task);
    } catch (...) {
      give_back(index);
      throw;
    }
  }

  // The number of a worker that has nothing to do.
  std::optional<int> take_idle() {
    if (idle_count_.load(std::memory_order_relaxed) == 0) return {};
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return {};
    const int index = idle_.back();
    idle_.pop_back();
    idle_count_ = idle_.size();
    return index;
  }
  void give_back(int index) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(index);
    idle_count_ = idle_.size();
  }

  const TreeJob& job_;
  Workers<Worker>& workers_;
  FirstError& error_;
  Start start_;
  std::mutex mutex_;
  std::vector<int> idle_;
  std::atomic<std::size_t> idle_count_ = 0;
};

}  // namespace parallax

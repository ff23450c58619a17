// SPDX-License-Identifier: MIT
//
// thread-per-task: a std::thread for each chunk, started and joined; at most as many at a time as there are
// workers. No pool: what a program does that has not heard of one. In trees a child has a thread of its own while
// there are fewer than workers.
#include <thread>
#include <vector>

#include "runtimes/runtime.hpp"
#include "runtimes/support/first_error.hpp"
#include "runtimes/support/started_tree.hpp"
#include "runtimes/support/team.hpp"
#include "runtimes/support/workers.hpp"

namespace parallax {
namespace {

class ThreadPerTask {
 public:
  static constexpr Facts facts{
      .name = "thread-per-task",
      .summary = "a std::thread for each chunk, started and joined",
      .library = {},
      .processes = false,
      .most_workers = 512,
      .most_chunks = 20'000,
      .no_graphs = "a task of it waits for the tasks that it has made, and for no others"};

  explicit ThreadPerTask(const Settings& settings) : workers_(settings.workers) {}

  void map(const MapJob& job) {
    next_ = 0;
    const std::size_t chunks = chunk_count(job);
    // A lane runs one task at a time, and is as many threads one after the other as it runs tasks. The caller
    // starts the threads of the first lane, each further lane has a thread for that.
    const auto lane = [&](int index) {
      for (std::size_t c = next_.fetch_add(1); c < chunks && !error_.any(); c = next_.fetch_add(1)) {
        try {
          std::thread([&] {
            try {
              job.run(job, chunk(job, c), workers_[index]);
            } catch (...) {
              error_.keep();
            }
          }).join();
        } catch (...) {  // no room for one more thread
          error_.keep();
        }
      }
    };
    std::vector<std::jthread> others;
    try {
      for (int i = 1; i < workers_.count() && static_cast<std::size_t>(i) < chunks; ++i)
        others.emplace_back(lane, i);
    } catch (...) {
      error_.keep();
    }
    lane(0);
    others.clear();
    error_.rethrow();
  }

  void tree(const TreeJob& job) {
    const auto start = [](auto task) { return std::jthread(task); };
    StartedTree<std::jthread, decltype(start)>(job, workers_, error_, start).run();
    error_.rethrow();
  }

 private:
  Workers<Worker> workers_;
  std::atomic<std::size_t> next_ = 0;
  FirstError error_;
};

}  // namespace

PARALLAX_RUNTIME(thread_per_task, ThreadPerTask);

}  // namespace parallax

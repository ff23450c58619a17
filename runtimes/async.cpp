// SPDX-License-Identifier: MIT
//
// async: futures. For each job one std::async task per worker beyond the caller, each of which claims chunks
// until there are none. The C++ library starts a thread for every task, so a job pays for starting and
// joining them, as programs do that use std::async for their loops. In trees a child is a task of its own while
// there are fewer than workers.
#include <future>
#include <system_error>
#include <vector>

#include "runtimes/runtime.hpp"
#include "runtimes/support/first_error.hpp"
#include "runtimes/support/started_tree.hpp"
#include "runtimes/support/workers.hpp"

namespace parallax {
namespace {

class Async {
 public:
  static constexpr Facts facts{
      .name = "async",
      .summary = "std::async tasks, one per worker and job, and their futures",
      .library = {},
      .no_graphs = "a task of it waits for the tasks that it has made, and for no others"};

  explicit Async(const Settings& settings) : workers_(settings.workers) {}

  void map(const MapJob& job) {
    const std::size_t chunks = chunk_count(job);
    std::atomic<std::size_t> next = 0;
    const auto work = [&](int index) {
      try {
        for (std::size_t c = next.fetch_add(1, std::memory_order_relaxed); c < chunks;
             c = next.fetch_add(1, std::memory_order_relaxed))
          job.run(job, chunk(job, c), workers_[index]);
      } catch (...) {
        next = chunks;
        error_.keep();
      }
    };
    std::vector<std::future<void>> futures;
    try {
      for (int i = 1; i < workers_.count() && static_cast<std::size_t>(i) < chunks; ++i)
        futures.push_back(std::async(std::launch::async, work, i));
    } catch (const std::system_error&) {  // no room for one more thread
      next = chunks;
      error_.keep();
    }
    work(0);
    for (const auto& future : futures) future.wait();
    error_.rethrow();
  }

  void tree(const TreeJob& job) {
    const auto start = [](auto task) { return std::async(std::launch::async, task); };
    StartedTree<std::future<void>, decltype(start)>(job, workers_, error_, start).run();
    error_.rethrow();
  }

 private:
  Workers<Worker> workers_;
  FirstError error_;
};

}  // namespace

PARALLAX_RUNTIME(async, Async);

}  // namespace parallax

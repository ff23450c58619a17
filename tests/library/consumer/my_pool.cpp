// SPDX-License-Identifier: MIT
//
// Threads that are started for each job.
#include <parallax/runtimes/runtime.hpp>

#include <parallax/runtimes/support/first_error.hpp>
#include <parallax/runtimes/support/workers.hpp>

#include <atomic>
#include <thread>

namespace consumer {

class MyPool {
 public:
  static constexpr parallax::Facts facts{.name = "my_pool", .summary = "threads for each job", .library = {}};

  explicit MyPool(const parallax::Settings& settings) : workers_(settings.workers) {}

  void map(const parallax::MapJob& job) {
    const std::size_t chunks = parallax::chunk_count(job);
    std::atomic<std::size_t> next = 0;
    const auto work = [&](int index) {
      try {
        for (std::size_t c = next++; c < chunks; c = next++)
          job.run(job, parallax::chunk(job, c), workers_[index]);
      } catch (...) {
        next = chunks;
        error_.keep();
      }
    };
    std::vector<std::thread> others;
    for (int i = 1; i < workers_.count(); ++i) others.emplace_back(work, i);
    work(0);
    for (std::thread& other : others) other.join();
    error_.rethrow();
  }

  // One worker does all of it, which the contract allows.
  void tree(const parallax::TreeJob& job) { job.run(job, job.root.data(), job.out.data(), workers_[0]); }

 private:
  parallax::Workers<parallax::Worker> workers_;
  parallax::FirstError error_;
};

PARALLAX_RUNTIME(my_pool, MyPool);

}  // namespace consumer

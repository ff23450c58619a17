// SPDX-License-Identifier: MIT
//
// threads: a pool of std::thread that claims chunks from one shared counter. No library, no queue: what plain
// threads can do.
#include <thread>
#include <vector>

#include "runtimes/runtime.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/first_error.hpp"
#include "runtimes/support/team.hpp"
#include "runtimes/worker.hpp"

namespace parallax {
namespace {

class Threads {
 public:
  static constexpr Facts facts{
      .name = "threads", .summary = "a std::thread pool with a shared next-chunk counter", .library = {}};

  explicit Threads(const Settings& settings) : team_(spin_budget_for(settings.workers)) {
    for (int i = 1; i < settings.workers; ++i) helpers_.emplace_back([this, i] { help(i); });
  }

  ~Threads() {
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
    Worker worker(index);
    for (std::uint32_t seen = 0; team_.wait(seen); team_.leave()) work(worker);
  }

  void work(Worker& worker) noexcept {
    const MapJob& job = team_.job();
    try {
      for (auto c = team_.claim(); c != Team::no_chunk; c = team_.claim())
        job.run(job, chunk(job, c), worker);
    } catch (...) {
      team_.cancel();
      error_.keep();
    }
  }

  Team team_;
  FirstError error_;
  Worker caller_{0};
  std::vector<std::thread> helpers_;
};

}  // namespace

PARALLAX_RUNTIME(threads, Threads);

}  // namespace parallax

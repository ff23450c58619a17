// SPDX-License-Identifier: MIT
//
// process-per-task: a forked process for each chunk, started and reaped; at most as many at a time as there
// are workers. Results are written into the arena, so what is left is the price of processes alone.
#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "runtimes/process/child.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/worker.hpp"
#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

// What the process of a lane leaves behind if its kernel throws.
struct Report {
  bool threw;
  std::array<char, 480> text;
};

class ProcessPerTask {
 public:
  static constexpr Facts facts{.name = "process-per-task",
                               .summary = "a forked process for each chunk, started and reaped",
                               .library = {},
                               .processes = true,
                               .most_workers = 64,
                               .most_chunks = 600,
                               .worker_per_chunk = true};

  explicit ProcessPerTask(const Settings& settings)
      : lanes_(static_cast<std::size_t>(settings.workers)),
        memory_(Mapping::shared(lanes_.size() * sizeof(Report))) {}

  void map(const MapJob& job) {
    if (!lost_.empty()) throw WorkerDied(lost_);
    const std::size_t chunks = chunk_count(job);
    std::size_t next = 0, running = 0;
    error_.clear();
    std::exception_ptr
        no_process;  // why one could not be started; those that run are waited for all the same
    const auto anything_to_start = [&] { return next < chunks && error_.empty() && !no_process; };
    while (running > 0 || anything_to_start()) {
      for (std::size_t i = 0; i < lanes_.size() && anything_to_start(); ++i) {
        if (lanes_[i]) continue;
        try {
          start(i, job, next++);
          ++running;
        } catch (const std::system_error&) {
          no_process = std::current_exception();
        }
      }
      if (running > 0) running -= wait_for_one(job);
    }
    if (no_process) std::rethrow_exception(no_process);
    if (!error_.empty()) throw std::runtime_error(error_);
  }

  // Between jobs there is no worker.
  Usage usage() {
    if (!lost_.empty()) throw WorkerDied(lost_);
    return past_;
  }

 private:
  Report& report(std::size_t lane) { return reinterpret_cast<Report*>(memory_.bytes().data())[lane]; }

  void start(std::size_t lane, const MapJob& job, std::size_t index) {
    report(lane).threw = false;
    lanes_[lane].emplace([&, this] {
      Worker worker(static_cast<int>(lane));
      Report& left = report(lane);
      const auto keep = [&](const char* what) {
        std::snprintf(left.text.data(), left.text.size(), "worker %zu: %s", lane, what);
        left.threw = true;
      };
      try {
        job.run(job, chunk(job, index), worker);
      } catch (const std::exception& error) {
        keep(error.what());
      } catch (...) {
        keep("an exception that is not a std::exception");
      }
    });
  }

  // Reaps all that have ended, at least one; returns how many.
  std::size_t wait_for_one(const MapJob& job) {
    std::vector<pollfd> ends;
    for (const auto& lane : lanes_)
      ends.push_back({.fd = lane ? lane->descriptor() : -1, .events = POLLIN, .revents = 0});
    check(retry_on_interrupt([&] { return poll(ends.data(), ends.size(), -1); }), "poll");
    std::size_t ended = 0;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      if (ends[i].revents == 0) continue;
      Usage usage;
      const pid_t pid = lanes_[i]->pid();
      const ExitStatus status = lanes_[i]->reap(&usage);
      lanes_[i].reset();
      ++ended;
      past_ += usage;
      if (!status.clean()) {
        lost_ = fmt::format("worker {} (process {}) {} while running {}", i, pid, status.text(), job.kernel);
        for (auto& lane : lanes_) lane.reset();
        throw WorkerDied(lost_);
      }
      if (report(i).threw && error_.empty()) error_ = report(i).text.data();
    }
    return ended;
  }

  std::vector<std::optional<Child>> lanes_;
  Mapping memory_;
  std::string error_, lost_;
  Usage past_;
};

}  // namespace

PARALLAX_RUNTIME(process_per_task, ProcessPerTask);

}  // namespace parallax

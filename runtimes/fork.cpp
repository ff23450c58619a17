// SPDX-License-Identifier: MIT
//
// fork: a pool of forked processes that share the arena and nothing else.
//
// The processes are made once. A job is copied into a page they share, chunks are claimed from the same
// counter that `threads` uses (support/team.hpp), and results are written straight into the arena, which
// every process has at the same address. No pipe and no pickling: the least that processes can cost.
//
// A watcher thread, asleep otherwise, learns of a worker's death from the kernel, whatever the worker was
// doing, and abandons the team: the call fails at once and names worker and signal.
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "runtimes/process/child.hpp"
#include "runtimes/process/usage.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/descriptor.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/support/team.hpp"
#include "runtimes/worker.hpp"

namespace parallax {
namespace {

// What all processes of the pool share. An exception cannot leave its process, so its text does.
struct Shared {
  explicit Shared(std::chrono::nanoseconds spin) : team(spin) {}

  Team team;
  std::atomic<bool> failed = false;
  char error[512] = {};

  void keep_error(int worker, const char* what) noexcept {
    if (!failed.exchange(true)) std::snprintf(error, sizeof error, "worker %d: %s", worker, what);
  }
};

class Fork {
 public:
  static constexpr Facts facts{.name = "fork",
                               .summary = "a pool of forked processes that share the arena",
                               .library = {},
                               .processes = true,
                               .most_workers = 64};

  explicit Fork(const Settings& settings)
      : page_(Mapping::shared(sizeof(Shared))),
        shared_(*new (page_.bytes().data()) Shared(spin_budget_for(settings.workers))) {
    // All children first: a thread that exists during a fork exists in the child as a lock held for ever.
    for (int i = 1; i < settings.workers; ++i) {
      children_.emplace_back([this, i] { help(i); });
      pids_.push_back(children_.back().pid());
    }
    if (!children_.empty()) watcher_ = std::thread([this] { watch(); });
  }

  ~Fork() { end(); }

  // Throws WorkerDied if a worker came to any other end than the one it was asked for.
  void stop() {
    end();
    if (lost_ != none) throw WorkerDied(lost_text(shared_.team.job().kernel));
  }

  void map(const MapJob& job) {
    const bool whole = shared_.team.open(job) && (work(caller_), shared_.team.close());
    if (!whole) throw WorkerDied(lost_text(job.kernel));
    if (!shared_.failed) return;
    shared_.failed = false;
    throw std::runtime_error(shared_.error);
  }

  Usage usage() {
    Usage sum;
    for (const pid_t pid : pids_) {
      const Usage usage = usage_of_living(pid);
      sum.cpu_seconds += usage.cpu_seconds;
      sum.context_switches += usage.context_switches;
      sum.pss_bytes += usage.pss_bytes;
    }
    return sum;
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  void end() {
    if (!watcher_.joinable()) return;
    stopping_ = true;
    shared_.team.stop();
    eventfd_write(wake_watcher_.get(), 1);
    watcher_.join();
  }

  // A process that has just been reaped is about to be announced as lost.
  Usage usage_of_living(pid_t pid) const {
    try {
      if (lost_ == none) return usage_of(pid);
    } catch (const std::system_error&) {
      while (lost_ == none) std::this_thread::yield();
    }
    throw WorkerDied(lost_text(shared_.team.job().kernel));
  }

  void help(int index) {
    Worker worker(index);
    const std::byte* mapped = nullptr;
    for (std::uint32_t seen = 0; shared_.team.wait(seen); shared_.team.leave()) {
      const MapJob& job = shared_.team.job();
      if (std::exchange(mapped, job.out.data()) != job.out.data()) map_pages(job);
      work(worker);
    }
  }

  // A process has page tables of its own: what the host has touched still has to be mapped here. At once,
  // when a job's memory is seen for the first time, instead of page by page whenever a chunk happens to come
  // by.
  static void map_pages(const MapJob& job) {
    const auto populate = [](const void* data, std::size_t bytes, int advice) {
      const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
      const auto begin = reinterpret_cast<std::uintptr_t>(data) / page * page;
      const auto end = reinterpret_cast<std::uintptr_t>(data) + bytes;
      if (bytes != 0)
        madvise(reinterpret_cast<void*>(begin), end - begin, advice);  // before Linux 5.14: page by page
    };
    populate(job.in.data(), job.in.size(), MADV_POPULATE_READ);
    populate(job.out.data(), job.out.size(), MADV_POPULATE_WRITE);
  }

  void work(Worker& worker) noexcept {
    Team& team = shared_.team;
    const MapJob& job = team.job();
    try {
      for (auto c = team.claim(); c != Team::no_chunk; c = team.claim()) job.run(job, chunk(job, c), worker);
    } catch (const std::exception& error) {
      team.cancel();
      shared_.keep_error(worker.index(), error.what());
    } catch (...) {
      team.cancel();
      shared_.keep_error(worker.index(), "an exception that is not a std::exception");
    }
  }

  // The watcher's whole life: waits for the end of any child, or for the destructor.
  void watch() {
    std::vector<pollfd> ends;
    for (const auto& child : children_)
      ends.push_back({.fd = child.descriptor(), .events = POLLIN, .revents = 0});
    ends.push_back({.fd = wake_watcher_.get(), .events = POLLIN, .revents = 0});
    while (!stopping_) {
      if (poll(ends.data(), ends.size(), -1) < 0) continue;
      for (std::size_t i = 0; i < children_.size() && !stopping_; ++i) {
        if (ends[i].revents != 0) lose(i);
      }
    }
    // Without a loss they have been told to stop; with one they may be in the middle of a chunk.
    const std::size_t lost = lost_;
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (i == lost) continue;
      if (lost != none) children_[i].kill();
      const pid_t pid = children_[i].pid();
      const ExitStatus status = children_[i].reap();
      if (lost == none && !status.clean()) note_loss(i, pid, status);
    }
  }

  void note_loss(std::size_t index, pid_t pid, ExitStatus status) {
    lost_pid_ = pid;
    lost_status_ = status;
    lost_ = index;
  }

  void lose(std::size_t index) {
    const pid_t pid = children_[index].pid();
    note_loss(index, pid, children_[index].reap());
    shared_.team.abandon();
    pollfd stop{.fd = wake_watcher_.get(), .events = POLLIN, .revents = 0};
    while (!stopping_) poll(&stop, 1, -1);
  }

  std::string lost_text(std::string_view kernel) const {
    return fmt::format("worker {} (process {}) {} while running {}", lost_ + 1, lost_pid_,
                       lost_status_.text(), kernel);
  }

  Mapping page_;
  Shared& shared_;
  Worker caller_{0};
  std::vector<Child> children_;  // the watcher's, once it runs
  std::vector<pid_t> pids_;
  Descriptor wake_watcher_{eventfd(0, EFD_CLOEXEC), "eventfd"};
  std::thread watcher_;
  std::atomic<bool> stopping_ = false;
  // Written by the watcher before lost_, and read by others only after it.
  std::atomic<std::size_t> lost_ = none;
  pid_t lost_pid_ = 0;
  ExitStatus lost_status_;
};

}  // namespace

PARALLAX_RUNTIME(fork, Fork);

}  // namespace parallax

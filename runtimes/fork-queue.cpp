// SPDX-License-Identifier: MIT
//
// fork-queue: forked processes that share nothing but two queues, as the workers of Python's Pool do: one
// pipe of tasks with a lock among its readers, one of results with a lock among its writers. Whoever is idle
// takes the next task, which carries all that it needs, since nobody knows who will take it.
//
// A worker that dies may leave half a message, or a message half read, in a pipe that belongs to all. So its
// death is the end of the pool: the call fails at once.
#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "runtimes/process/child.hpp"
#include "runtimes/process/readiness.hpp"
#include "runtimes/process/task.hpp"
#include "runtimes/process/usage.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/pipe.hpp"
#include "support/retry.hpp"

namespace parallax {
namespace {

// A mutex between processes. If its owner dies the pool is about to be ended, so the others just wait for
// that.
class SharedLock {
 public:
  SharedLock() {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&mutex_, &attributes);
    pthread_mutexattr_destroy(&attributes);
  }
  void lock() { pthread_mutex_lock(&mutex_); }
  void unlock() { pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t mutex_;
};

struct Locks {
  SharedLock tasks, results;
};

bool read_all(int descriptor, std::span<std::byte> to) {
  while (!to.empty()) {
    const ssize_t count = retry_on_interrupt([&] { return read(descriptor, to.data(), to.size()); });
    if (count <= 0) return false;
    to = to.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

// Skips `skip` bytes of the parts and writes what the descriptor takes of the rest; returns how many bytes
// are done then, nothing if it cannot be written to.
template <std::size_t n>
std::size_t write_parts(int descriptor, const std::array<std::span<const std::byte>, n>& parts,
                        std::size_t done) {
  std::array<iovec, n> rest{};
  int count = 0;
  std::size_t skip = done;
  for (const auto part : parts) {
    const std::size_t skipped = std::min(skip, part.size());
    skip -= skipped;
    if (skipped < part.size())
      rest[static_cast<std::size_t>(count++)] = {const_cast<std::byte*>(part.data()) + skipped,
                                                 part.size() - skipped};
  }
  const ssize_t written = retry_on_interrupt([&] { return writev(descriptor, rest.data(), count); });
  if (written < 0 && errno != EAGAIN) throw_system_error("writev to a queue");
  return done + static_cast<std::size_t>(std::max<ssize_t>(written, 0));
}

class ForkQueue {
 public:
  static constexpr Facts facts{.name = "fork-queue",
                               .summary = "forked processes that share two queues and nothing else",
                               .library = {},
                               .processes = true,
                               .most_workers = 64,
                               .most_chunks = 100'000};

  explicit ForkQueue(const Settings& settings)
      : memory_(Mapping::shared(sizeof(Locks))), locks_(*new (memory_.bytes().data()) Locks) {
    for (int i = 0; i < settings.workers; ++i) workers_.emplace_back([this, i] { serve(i); });
    readiness_.wait(workers_.size(), [this] {
      return std::any_of(workers_.begin(), workers_.end(),
                         [](const Child& worker) { return worker.has_ended(); });
    });
    results_.write
        .reset();  // ours; the read end of tasks stays, so that writing is no signal when all have died
    set_nonblocking(tasks_.write);
    set_nonblocking(results_.read);
  }

  void map(const MapJob& job) {
    if (!lost_.empty()) throw WorkerDied(lost_);
    const std::size_t chunks = chunk_count(job);
    std::size_t next = 0, put = 0, done = 0;  // put: tasks that are completely in the queue
    Task task;
    error_.clear();
    while (done < put || task.begun() || (next < chunks && error_.empty())) {
      for (;;) {  // as much as the queue takes
        if (!task.begun()) {
          if (next == chunks || !error_.empty()) break;
          task = Task(job, next++);
        }
        if (!task.write(tasks_.write.get())) break;
        ++put;
        task = {};
      }
      done += wait_for_results(job, task.begun());
    }
    if (!error_.empty()) throw std::runtime_error(error_);
  }

  Usage usage() {
    if (!lost_.empty()) throw WorkerDied(lost_);
    Usage sum;
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      if (workers_[i].has_ended()) throw_worker_died(i, {});
      sum += usage_of(workers_[i].pid());
    }
    return sum;
  }

  void stop() {
    if (!lost_.empty()) throw WorkerDied(lost_);
    tasks_.write.reset();
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      const pid_t pid = workers_[i].pid();
      const ExitStatus status = workers_[i].reap();
      if (!status.clean())
        throw WorkerDied(
            fmt::format("worker {} (process {}) {} before it was stopped", i, pid, status.text()));
    }
  }

 private:
  // A chunk on its way into the queue.
  class Task {
   public:
    Task() = default;
    Task(const MapJob& job, std::size_t chunk)
        : header_(task_header(job, chunk, true)), size_(sizeof header_) {
      params_ = job.params;
      inputs_ = job.in.subspan(header_.input_begin, header_.input_bytes);
      size_ += params_.size() + inputs_.size();
    }
    bool begun() const { return size_ != 0; }
    // True when it is in completely.
    bool write(int descriptor) {
      const std::array<std::span<const std::byte>, 3> parts{std::as_bytes(std::span(&header_, 1)), params_,
                                                            inputs_};
      for (std::size_t before = written_; written_ < size_; before = written_) {
        written_ = write_parts(descriptor, parts, written_);
        if (written_ == before) return false;
      }
      return true;
    }

   private:
    TaskHeader header_;
    std::span<const std::byte> params_, inputs_;
    std::size_t size_ = 0, written_ = 0;
  };

  // A worker's whole life.
  void serve(int index) {
    tasks_.write.reset();
    results_.read.reset();
    TaskRunner runner(index);
    readiness_.announce();
    for (TaskHeader header;;) {
      locks_.tasks.lock();
      bool whole = read_all(tasks_.read.get(), std::as_writable_bytes(std::span(&header, 1)));
      if (whole) {
        const TaskRunner::Buffers buffers = runner.prepare(header);
        whole = read_all(tasks_.read.get(), buffers.params) && read_all(tasks_.read.get(), buffers.inputs);
      }
      locks_.tasks.unlock();
      if (!whole) return;  // no more tasks
      const TaskRunner::Result result = runner.run(header);
      const std::array<std::span<const std::byte>, 2> parts{std::as_bytes(std::span(&result.header, 1)),
                                                            result.bytes};
      const std::size_t size = parts[0].size() + parts[1].size();
      locks_.results.lock();
      for (std::size_t written = 0; written < size;)
        written = write_parts(results_.write.get(), parts, written);
      locks_.results.unlock();
    }
  }

  // Waits for something to happen; returns how many results have arrived completely.
  std::size_t wait_for_results(const MapJob& job, bool wants_to_write) {
    std::vector<pollfd> events{
        {.fd = results_.read.get(), .events = POLLIN, .revents = 0},
        {.fd = wants_to_write ? tasks_.write.get() : -1, .events = POLLOUT, .revents = 0}};
    for (const Child& worker : workers_)
      events.push_back({.fd = worker.descriptor(), .events = POLLIN, .revents = 0});
    check(retry_on_interrupt([&] { return poll(events.data(), events.size(), -1); }), "poll");
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      if (events[i + 2].revents != 0) throw_worker_died(i, job.kernel);
    }
    return (events[0].revents & POLLIN) != 0 ? receive(job) : 0;
  }

  std::size_t receive(const MapJob& job) {
    std::array<std::byte, 65536> buffer;
    const ssize_t count = read(results_.read.get(), buffer.data(), buffer.size());
    if (count <= 0) return 0;
    inbox_.insert(inbox_.end(), buffer.begin(), buffer.begin() + count);
    std::size_t begin = 0, complete = 0;
    for (ResultHeader header; inbox_.size() - begin >= sizeof header; ++complete) {
      std::memcpy(&header, inbox_.data() + begin, sizeof header);
      if (inbox_.size() - begin - sizeof header < header.bytes) break;
      const std::byte* const bytes = inbox_.data() + begin + sizeof header;
      begin += sizeof header + header.bytes;
      if (!header.threw) {
        const ByteRange to = result_range(job, chunk(job, header.chunk));
        if (to.size != 0) std::memcpy(job.out.data() + to.begin, bytes, to.size);
      } else if (error_.empty()) {
        error_ = fmt::format("worker {}: {}", header.worker,
                             std::string_view(reinterpret_cast<const char*>(bytes), header.bytes));
      }
    }
    inbox_.erase(inbox_.begin(), inbox_.begin() + static_cast<std::ptrdiff_t>(begin));
    return complete;
  }

  [[noreturn]] void throw_worker_died(std::size_t index, std::string_view kernel) {
    const pid_t pid = workers_[index].pid();
    const std::string when = kernel.empty() ? "while idle" : fmt::format("while running {}", kernel);
    lost_ = fmt::format("worker {} (process {}) {} {}", index, pid, workers_[index].reap().text(), when);
    throw WorkerDied(lost_);
  }

  Mapping memory_;
  Locks& locks_;
  Readiness readiness_;
  Pipe tasks_, results_;
  std::vector<Child> workers_;
  std::vector<std::byte> inbox_;
  std::string error_, lost_;
};

}  // namespace

PARALLAX_RUNTIME(fork_queue, ForkQueue);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// A pool of worker processes that share nothing with the caller: every input travels to a worker through its
// pipe, every result travels back through another.
//
//   parallax::MessagePool pool({.workers = 4, .on_death = parallax::OnDeath::retry});
//   pool.map(job, parallax::Delivery::in_order, [](parallax::Range items, std::span<const std::byte> results)
//   { ... });
//
// The caller does not compute, it hands out: at any time each worker has at most `window` chunks, the one
// that it runs and those that wait in its pipe. Since pipes are private to a worker, one that is killed in
// the middle of a message damages nobody else's: its chunks that have not arrived are given to others. Every
// result is delivered exactly once.
//
// One thread uses a pool: the one that made it. No further thread is needed, and no lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtimes/job.hpp"
#include "runtimes/process/on_death.hpp"
#include "runtimes/process/readiness.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

class MessagePeer;

struct MessagePoolOptions {
  int workers = 1;  // processes, beside the caller
  OnDeath on_death = OnDeath::fail;
  std::size_t chunks_per_worker = 0;           // a worker is replaced after so many; 0: never
  int most_deaths = 3;                         // of workers, for one chunk
  std::size_t window = 2;                      // chunks that a worker may have at a time
  std::function<void(Worker&)> initializer{};  // run by each worker before its first chunk
};

enum class Delivery { in_order, as_completed };

class MessagePool {
 public:
  using Options = MessagePoolOptions;
  // Called by map() in the caller's thread with a chunk's items and their part of `out`.
  using Take = std::function<void(Range, std::span<const std::byte>)>;

  // Returns when all workers are ready, or have ended. Throws std::system_error if a process cannot be
  // started.
  explicit MessagePool(const Options& options);
  // Kills the workers that are still there. To let them finish first, call stop().
  ~MessagePool();
  MessagePool(const MessagePool&) = delete;
  MessagePool& operator=(const MessagePool&) = delete;

  // Where chunks wait for chunks: which can be given now, if any; and what it reads in place of job.in, which has to
  // stay as it is until the chunk has been taken.
  struct Feed {
    std::function<std::optional<std::size_t>()> next;
    std::function<std::span<const std::byte>(std::size_t chunk)> inputs;
  };

  // Runs every chunk of the job and fills job.out. Throws what a kernel or `take` threw, once no worker runs
  // that job any more, and stays usable then; WorkerDied as OnDeath says.
  void map(const MapJob& job, Delivery delivery = Delivery::as_completed, const Take& take = {},
           const Feed* feed = nullptr);
  // Ends the workers, as they wish. Throws WorkerDied if one came to another end. Nothing may follow but
  // destruction.
  void stop();

  // Of all workers, those that have ended too. Throws WorkerDied if one has died and deaths are to fail.
  Usage usage();
  std::vector<pid_t> processes() const;
  std::uint64_t deaths() const { return deaths_; }
  std::uint64_t retirements() const { return retirements_; }

 private:
  struct Running;  // one call of map()

  void start(std::size_t index);
  void hand_out(Running& running);
  void wait_for_events(Running& running);
  void receive(Running& running, std::size_t index);
  void handle_death(Running& running, std::size_t index);

  Options options_;
  Readiness readiness_;
  std::vector<std::unique_ptr<MessagePeer>> peers_;
  std::optional<std::string> broken_;  // why no further job can be run
  Usage past_;                         // of workers that have ended
  std::uint64_t deaths_ = 0;
  std::uint64_t retirements_ = 0;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// A pool of worker processes that share a job's memory with the caller, who works too.
//
//   parallax::ProcessPool pool({.workers = 4, .on_death = parallax::OnDeath::retry});
//   pool.map(job);                      // every chunk is done when this returns
//
// Chunks are handed out one at a time through shared memory (process_team.hpp): no pipe, no copy, no system
// call while there is work. Nothing that a dying worker does can make a call hang: it either fails at once
// and names worker and signal, or goes on without that worker.
//
// All of a job's memory must have been mapped (arena.hpp) before the pool is made. One thread uses a pool:
// the one that made it, because workers are killed when that thread ends. Threads of the program may exist,
// but a worker that is forked while another thread holds a lock finds it locked for ever, as after any fork;
// StartMethod::forkserver is free of that.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtimes/process/death_watch.hpp"
#include "runtimes/process/on_death.hpp"
#include "runtimes/process/process_team.hpp"
#include "runtimes/process/starter.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

struct PoolOptions {
  int workers = 1;  // at least 1, the caller included
  StartMethod start = StartMethod::fork;
  OnDeath on_death = OnDeath::fail;
  std::size_t chunks_per_worker = 0;  // a worker is replaced after so many; 0: never. The caller never is
  int most_deaths = 3;  // of workers, for one chunk; and of replacements in a row before they have begun
  // Whether each worker maps all shared memory that there is (support/mapping.hpp) before it is ready. Else
  // it maps a job's memory when it takes part in the job for the first time.
  bool map_memory_first = false;
  std::chrono::nanoseconds spin{0};  // how long to spin before sleeping; see spin_budget_for()
  ProgramFunction<void(Worker&)>
      initializer{};  // run by each worker before its first chunk, not by the caller
};

class ProcessPool {
 public:
  // Returns when all workers are ready. Throws std::system_error if a process cannot be started, NotSupported
  // if this program cannot be a worker (worker_main.hpp), std::runtime_error with what the initializer threw.
  explicit ProcessPool(const PoolOptions& options);
  // Kills the workers that are still there. To let them finish first, call stop().
  ~ProcessPool();
  ProcessPool(const ProcessPool&) = delete;
  ProcessPool& operator=(const ProcessPool&) = delete;

  // Runs every chunk of the job. Throws what a kernel threw (a std::runtime_error with its text, if a worker
  // ran it), once no worker runs that job any more, and stays usable then; WorkerDied as OnDeath says.
  void map(const MapJob& job);
  // Ends the workers, as they wish. Throws WorkerDied if one came to another end. Nothing may follow but
  // destruction.
  void stop();

  // Replaces workers that have ended since the last call (as map() does by itself) and waits until all are
  // ready.
  void heal();
  // Of all workers, those that have ended too. Throws WorkerDied if one has died and deaths are to fail.
  Usage usage();
  // The processes of the workers beyond the caller.
  std::vector<pid_t> processes() const;
  // How many workers have been replaced so far: because they had died, and because they had run enough
  // chunks.
  std::uint64_t deaths() const { return deaths_; }
  std::uint64_t retirements() const { return retirements_; }
  // How often workers have mapped a region of memory so far.
  std::uint64_t mapped_regions();

 private:
  struct Shared;
  static void serve(void* shared, int number);

  ProcessTeam& team();
  void start(int slot);
  void kill_all() noexcept;
  // Deals with all workers that have ended: buries them, starts others, keeps their chunks for others.
  // `kernel`: what runs; empty if nothing does.
  void attend(std::string_view kernel);
  void handle_death(int slot, std::string_view kernel);
  void wait_until_all_ready();
  void work(const MapJob& job);
  void throw_first_error();

  PoolOptions options_;
  std::vector<SharedMapping> to_map_;  // by each worker, before it is ready
  Mapping memory_;
  Shared& shared_;
  Worker caller_{0};
  std::unique_ptr<WorkerStarter> starter_;
  std::vector<StartedWorker> workers_;
  std::vector<int> failed_starts_;  // in a row, of each slot
  std::unique_ptr<DeathWatch> watch_;
  std::deque<std::size_t> orphans_;             // chunks to be offered again
  std::map<std::size_t, int> deaths_by_chunk_;  // of the job that runs
  std::optional<std::string> given_up_;         // why the job that runs cannot be done
  std::exception_ptr error_;                    // what the caller's own chunk threw
  std::optional<std::string> broken_;           // why no further job can be run
  Usage past_;                                  // of workers that have ended
  std::uint64_t deaths_ = 0;
  std::uint64_t retirements_ = 0;
};

}  // namespace parallax

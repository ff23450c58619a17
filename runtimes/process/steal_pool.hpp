// SPDX-License-Identifier: MIT
//
// A pool of forked processes in which every worker has work of its own and steals from others when it has none
// left; the caller works too.
//
//   parallax::StealPool pool({.workers = 4, .on_death = parallax::OnDeath::retry});
//   pool.map(job);                      // every chunk is done when this returns
//
// What a worker has taken for itself, no other process can tell. So when one dies, all that the pool shared
// is given up: every worker is killed, and with OnDeath::retry the whole job is run again on new ones. Its
// chunks or nodes run at least once then, and exactly once if nobody dies.
//
// All of a job's memory must have been mapped (arena.hpp) before the pool is made. One thread uses a pool: the
// one that made it. For threads beside it, see process/pool.hpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtimes/graph_job.hpp"
#include "runtimes/process/death_watch.hpp"
#include "runtimes/process/on_death.hpp"
#include "runtimes/process/starter.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/tree_job.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

struct StealPoolOptions {
  int workers = 1;  // at least 1, the caller included
  OnDeath on_death = OnDeath::fail;
  int most_deaths = 3;  // how often workers may die during one job, or in a row before they have begun
  std::chrono::nanoseconds spin{0};  // how long to spin before sleeping; see spin_budget_for()
};

class StealPool {
 public:
  // Returns when all workers are ready. Throws std::system_error if a process cannot be started.
  explicit StealPool(const StealPoolOptions& options);
  // Kills the workers that are still there. To let them finish first, call stop().
  ~StealPool();
  StealPool(const StealPool&) = delete;
  StealPool& operator=(const StealPool&) = delete;

  // Runs every chunk of the job. Throws what a kernel threw (a std::runtime_error with its text, if a worker
  // ran it), once no worker runs that job any more, and stays usable then; WorkerDied at once, naming worker
  // and signal, with OnDeath::fail, after which every call does; with OnDeath::retry only if too many have
  // died, and the pool stays usable. NotSupported for more chunks than ranges can hold.
  void map(const MapJob& job);
  // The same for a tree and for a graph, of which each task runs at least once.
  void tree(const TreeJob& job);
  void graph(const GraphJob& job);
  // Ends the workers, as they wish. Throws WorkerDied if one came to another end. Nothing may follow but
  // destruction.
  void stop();

  // Has all its workers again, if some have died since the last call. Throws WorkerDied with OnDeath::fail.
  void heal();
  // Of all workers, those that have ended too. Throws WorkerDied if one has died and deaths are to fail.
  Usage usage();
  // The processes of the workers beyond the caller.
  std::vector<pid_t> processes() const;
  // How often workers have died so far.
  std::uint64_t deaths() const { return deaths_; }
  // See TreeTeam; of the workers that there are now.
  std::uint64_t not_handed_out() const;

 private:
  struct Shared;
  static void serve(void* shared, int number);

  Shared& shared() const;
  bool died() const { return watch_ && watch_->any(); }
  void make_shared();
  void start_all();
  void kill_all() noexcept;
  template <class Job>
  void run(const Job& job);
  // Runs the job once; false if a worker died meanwhile.
  template <class Job>
  bool run_once(const Job& job);
  // Buries those who have died, kills the rest and returns who it was.
  std::string bury(std::string_view when);
  // After a death: throws if deaths are to fail, else starts all workers anew.
  void replace_all(std::string_view when);
  void throw_first_error();

  StealPoolOptions options_;
  std::vector<SharedMapping> to_map_;  // by each worker, before it is ready
  Mapping memory_;
  Worker caller_{0};
  std::unique_ptr<WorkerStarter> starter_;
  std::vector<StartedWorker> workers_;
  std::unique_ptr<DeathWatch> watch_;
  std::exception_ptr error_;           // what the caller's own chunk threw
  std::optional<std::string> broken_;  // why no further job can be run
  Usage past_;                         // of workers that have ended
  std::uint64_t deaths_ = 0;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// A work as it runs with accounts: the same jobs, in which every worker enters what it does. It is another run than
// the timed one, whose machine code knows nothing of it: kernel code is called through a function that enters the
// call, which takes the kernel's place in the job.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "benches/harness/host/accounts/totals.hpp"
#include "benches/harness/host/accounts/trace_log.hpp"
#include "benches/kernel.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

class AccountedWork {
 public:
  // To be made before the runtime of so many workers is started, since the accounts lie in memory that all of them
  // share, or have copies of. `traced`: there is room for a timeline too.
  AccountedWork(const Work& work, Arena& arena, int workers, bool traced = false);
  ~AccountedWork();

  // Where the time goes in so many iterations. One of them takes about so many seconds without accounts. Nothing if
  // the kernel does not tell what its threads do.
  std::optional<Accounts> run(AnyRuntime& runtime, std::int64_t iterations, double seconds);

  // What workers do and when, in so many iterations or as many as there is room for. A run of its own, since each call
  // is entered. `steals`: a worker of this runtime goes on where it was unless it has stolen.
  std::vector<TraceSlice> trace(AnyRuntime& runtime, std::int64_t iterations, bool steals);

 private:
  struct Shared;
  struct InAccounts;
  struct InLogs;

  // From now on calls are entered in accounts, or in logs.
  template <class Enter>
  void enter_calls();
  // Each region of an iteration between before() and after(begin, end), by the caller's clock. `round`: of a graph.
  template <class Before, class After>
  void run_regions(AnyRuntime& runtime, std::uint64_t round, Before before, After after);
  void run_once(AnyRuntime& runtime, std::uint64_t round, Totals* totals);
  void begin(AnyRuntime& runtime, LookPlan plan);
  void share(AnyRuntime& runtime);

  Shared& shared_;
  std::span<WorkerAccount> accounts_;
  std::span<TraceSlice> room_;  // none if there is to be no timeline
  std::span<TraceLog> logs_;
  std::vector<MapJob> maps_;
  std::optional<TreeJob> tree_;
  std::optional<GraphJob> graph_;
  int workers_;
};

// As they stand in a result, without what is not known where calls are too short: per iteration, of all workers
// together. `timed`: seconds of an iteration of the timed run.
std::vector<Counter> counters_of(const Accounts& accounts, int workers, std::int64_t iterations,
                                 double timed);

}  // namespace parallax

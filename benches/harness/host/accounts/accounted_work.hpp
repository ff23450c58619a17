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
#include "benches/kernel.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

class AccountedWork {
 public:
  // Of chunks and trees; graphs have none. To be made before the runtime of so many workers is started, since the accounts lie in memory that all of them
  // share, or have copies of.
  AccountedWork(const Work& work, Arena& arena, int workers);
  ~AccountedWork();

  // Where the time goes in so many iterations. One of them takes about so many seconds without accounts. Nothing if
  // the kernel does not tell what its threads do.
  std::optional<Accounts> run(AnyRuntime& runtime, std::int64_t iterations, double seconds);

 private:
  struct Shared;
  struct AccountedMap;
  struct AccountedTree;

  static void run_chunk(const MapJob& wrapped, Range range, Worker& worker);
  static std::size_t visit(const TreeJob& wrapped, const std::byte* node, std::byte* value, Worker& worker);
  static void expand(const TreeJob& wrapped, const std::byte* node, std::byte* children, std::size_t stride,
                     std::size_t count);
  static void join(const TreeJob& wrapped, const std::byte* node, const std::byte* values, std::size_t stride,
                   std::size_t count, std::byte* value, Worker& worker);
  static void run_whole(const TreeJob& wrapped, const std::byte* node, std::byte* value, Worker& worker);

  template <class Region>
  void run_region(AnyRuntime& runtime, Totals* totals, Region region);
  void run_once(AnyRuntime& runtime, Totals* totals);
  void begin(AnyRuntime& runtime, LookPlan plan);

  Shared& shared_;
  std::span<WorkerAccount> accounts_;
  std::vector<MapJob> maps_;
  std::optional<TreeJob> tree_;
  int workers_;
};

// As they stand in a result, without what is not known where calls are too short: per iteration, of all workers
// together. `timed`: seconds of an iteration of the timed run.
std::vector<Counter> counters_of(const Accounts& accounts, int workers, std::int64_t iterations,
                                 double timed);

}  // namespace parallax

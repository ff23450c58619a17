// SPDX-License-Identifier: MIT
//
// A worker of a ProcessPool: what its process does from its start to its end.
#include <unistd.h>

#include <cstdint>

#include "runtimes/process/page_map.hpp"
#include "runtimes/process/pool_memory.hpp"
#include "runtimes/process/slot_error.hpp"
#include "runtimes/process/worker_main.hpp"

namespace parallax {

// A worker's whole life.
void ProcessPool::serve(void* pool_memory, int number) {
  Shared& shared = *static_cast<Shared*>(pool_memory);
  ProcessTeam& team = shared.team;
  ProcessTeam::Slot& own = team.slot(number);
  Worker worker(number + 1);
  if (shared.initializer && !attempt(own, [&] { shared.initializer(worker); })) _exit(exit_worker_failed);
  PageMap pages;
  const auto count = [&](int regions) {
    if (regions != 0) own.mapped.fetch_add(static_cast<std::uint32_t>(regions), std::memory_order_relaxed);
  };
  for (const SharedMapping& memory : shared.memory) count(pages.map(memory.view()));
  own.ready.store(1, std::memory_order_seq_cst);
  team.wake_caller();

  std::size_t left = shared.most_chunks == 0 ? ProcessTeam::no_chunk : shared.most_chunks;
  for (std::uint32_t seen = 0; team.wait(own, seen);) {
    const MapJob& job = team.job();
    count(pages.map(job));
    const bool well = attempt(own, [&] {
      for (; left > 0; --left) {
        const std::size_t c = team.claim(own);
        if (c == ProcessTeam::no_chunk) return;
        job.run(job, chunk(job, c), worker);
      }
    });
    if (!well) team.cancel();
    if (left == 0) own.retired.store(1, std::memory_order_relaxed);
    team.leave(own);
    if (left == 0) return;
  }
}

}  // namespace parallax

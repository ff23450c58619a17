// SPDX-License-Identifier: MIT
//
// A worker of a ProcessPool: what its process does from its start to its end.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <exception>

#include "runtimes/process/page_map.hpp"
#include "runtimes/process/pool_memory.hpp"
#include "runtimes/process/worker_main.hpp"

namespace parallax {
namespace {

using Slot = ProcessTeam::Slot;

// An exception cannot leave its process, so its text does. Complete before it is announced.
void keep_error(Slot& own, const char* what) noexcept {
  if (own.failed.load(std::memory_order_relaxed) != 0) return;
  std::snprintf(own.error.data(), own.error.size(), "%s", what);
  own.failed.store(1, std::memory_order_release);
}

template <class Work>
bool attempt(Slot& own, Work work) noexcept {
  try {
    work();
    return true;
  } catch (const std::exception& error) {
    keep_error(own, error.what());
  } catch (...) {
    keep_error(own, "an exception that is not a std::exception");
  }
  return false;
}

}  // namespace

// A worker's whole life.
void ProcessPool::serve(void* pool_memory, int number) {
  Shared& shared = *static_cast<Shared*>(pool_memory);
  ProcessTeam& team = shared.team;
  Slot& own = team.slot(number);
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

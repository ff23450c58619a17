// SPDX-License-Identifier: MIT
//
// A worker of a ProcessPool: what its process does from its start to its end.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <utility>

#include "runtimes/process/pool_memory.hpp"
#include "runtimes/process/worker_main.hpp"

namespace parallax {
namespace {

using Slot = ProcessTeam::Slot;

std::size_t page_size() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

// A process has page tables of its own: what the caller has touched still has to be mapped in a worker. At
// once, when a job's memory is seen for the first time, instead of page by page whenever a chunk comes by.
void map_pages(const MapJob& job) {
  const auto populate = [](const void* data, std::size_t bytes, int advice) {
    const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(data) / page_size() * page_size();
    const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(data) + bytes;
    if (bytes != 0)
      // Before Linux 5.14: page by page. NOLINTNEXTLINE(performance-no-int-to-ptr)
      madvise(reinterpret_cast<void*>(begin), end - begin, advice);
  };
  populate(job.in.data(), job.in.size(), MADV_POPULATE_READ);
  populate(job.out.data(), job.out.size(), MADV_POPULATE_WRITE);
}

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
void ProcessPool::serve(void* memory, int number) {
  Shared& shared = *static_cast<Shared*>(memory);
  ProcessTeam& team = shared.team;
  Slot& own = team.slot(number);
  Worker worker(number + 1);
  if (shared.initializer && !attempt(own, [&] { shared.initializer(worker); })) _exit(exit_worker_failed);
  own.ready.store(1, std::memory_order_seq_cst);
  team.wake_caller();

  const std::byte* mapped = nullptr;
  std::size_t left = shared.most_chunks == 0 ? ProcessTeam::no_chunk : shared.most_chunks;
  for (std::uint32_t seen = 0; team.wait(own, seen);) {
    const MapJob& job = team.job();
    if (std::exchange(mapped, job.out.data()) != job.out.data()) map_pages(job);
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

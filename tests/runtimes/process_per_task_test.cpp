// SPDX-License-Identifier: MIT
//
// `process-per-task` where no further process can be started.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <new>
#include <string>
#include <system_error>

#include "runtimes/process/child.hpp"
#include "runtimes/registry.hpp"
#include "tests/runtimes/jobs.hpp"
#include "tests/runtimes/leftovers.hpp"

namespace parallax {
namespace {

// Chunk 0 takes away from its parent what it needs for a third process, and ends. Chunk 1 ends later.
struct Limits {
  pid_t parent = 0;
  std::atomic<bool> gone = false;
};

void take_processes_away(const MapJob& job, Range chunk, Worker& worker) {
  auto& limits = **reinterpret_cast<Limits* const*>(job.params.data());
  if (chunk.begin == 0) {
    rlimit before{};
    prlimit(limits.parent, RLIMIT_NPROC, nullptr, &before);
    const rlimit less{.rlim_cur = 0, .rlim_max = before.rlim_max};
    prlimit(limits.parent, RLIMIT_NPROC, &less, nullptr);
    limits.gone = true;
    return;
  }
  while (!limits.gone) worker.sleep_for(std::chrono::microseconds(100));
  worker.sleep_for(std::chrono::milliseconds(20));  // the caller meets its limit meanwhile
}

// Ends with 0 if all is right, else with the number of the step that was not.
int run_out_of_processes() {
  // The limit does not hold for root.
  if (geteuid() == 0 && (setgid(64'123) != 0 || setuid(64'123) != 0)) return 1;
  Arena arena;
  testing::CountingJob counting(arena, 100);
  const auto where = arena.allocate_array<Limits*>(1);
  auto& limits = *new (arena.allocate(sizeof(Limits)).data()) Limits{.parent = getpid()};
  where[0] = &limits;
  const auto runtime = find_runtime("process-per-task")->start({.workers = 2});
  rlimit before{};
  getrlimit(RLIMIT_NPROC, &before);
  try {
    runtime->map({.kernel = "limits",
                  .items = 8,
                  .grain = 1,
                  .params = std::as_bytes(where),
                  .in = {},
                  .out = {},
                  .run = take_processes_away});
    return 2;
  } catch (const std::system_error& error) {
    if (std::string(error.what()).find("fork") == std::string::npos) return 3;
  }
  if (testing::leftovers().children != 0) return 4;  // no worker runs that job any more
  setrlimit(RLIMIT_NPROC, &before);
  counting.run(*runtime, counting.make(20, 1));
  return counting.ran_once(20) == 20 ? 0 : 5;
}

TEST(ProcessPerTask, StaysUsableWhenAProcessCannotBeStarted) {
  Child without_processes([] {
    alarm(60);  // an endless wait is a failure too
    _exit(run_out_of_processes());
  });
  const ExitStatus status = without_processes.reap();
  EXPECT_TRUE(status.clean()) << status.text();
}

}  // namespace
}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// cube, empty and fib as one would write them on plain oneTBB.
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include "benches/control/control.hpp"

namespace parallax {
namespace {

using Items = tbb::blocked_range<std::size_t>;

struct Tbb {
  explicit Tbb(const Settings& settings)
      : limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(settings.workers)),
        arena(settings.workers) {
    arena.execute([&] { tbb::parallel_for(0, settings.workers, [](int) {}); });
  }
  ~Tbb() {
    arena.terminate();
    tbb::finalize(scheduler, std::nothrow);
  }

  tbb::task_scheduler_handle scheduler{tbb::attach{}};
  tbb::global_control limit;
  tbb::task_arena arena;
};

void cube(Tbb& tbb, const MapJob& job) {
  const std::uint64_t* const in = numbers_in(job).data();
  std::uint64_t* const out = numbers_out(job);
  tbb.arena.execute([&] {
    tbb::parallel_for(
        Items(0, job.items, job.grain),
        [=](const Items& items) {
          for (std::size_t i = items.begin(); i != items.end(); ++i) out[i] = in[i] * in[i] * in[i];
        },
        tbb::simple_partitioner());
  });
}

void empty(Tbb& tbb, const MapJob& job) {
  std::uint64_t* const out = numbers_out(job);
  tbb.arena.execute([&] {
    tbb::parallel_for(
        Items(0, job.items, job.grain),
        [=](const Items& items) {
          for (std::size_t i = items.begin(); i != items.end(); ++i) out[i] = i;
        },
        tbb::simple_partitioner());
  });
}

FibValue fib_of(std::uint64_t n, std::size_t depth, std::size_t cutoff) {
  if (n < 2 || (cutoff != 0 && depth >= cutoff)) return serial_fib(n);
  FibValue right{};
  tbb::task_group group;
  group.run([&] { right = fib_of(n - 2, depth + 1, cutoff); });
  const FibValue left = fib_of(n - 1, depth + 1, cutoff);
  group.wait();
  return sum_of(left, right);
}

void fib(Tbb& tbb, const TreeJob& job) {
  tbb.arena.execute([&] { fib_out(job) = fib_of(fib_root(job), 0, job.cutoff); });
}

template <class Job, void (*loop)(Tbb&, const Job&)>
std::unique_ptr<AnyRuntime> start(const Settings& settings) {
  return std::make_unique<ControlRuntime<Tbb, Job>>(settings, loop);
}

constexpr Control all[] = {{"cube", "tbb", start<MapJob, cube>},
                           {"empty", "tbb", start<MapJob, empty>},
                           {"fib", "tbb", start<TreeJob, fib>}};

}  // namespace

std::span<const Control> tbb_controls() { return all; }

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// cube, empty, fib and the graph of a stencil as one would write them on plain OpenMP.
#include <omp.h>

#include <stdexcept>

#include "benches/control/control.hpp"
#include "benches/control/stencil.hpp"

namespace parallax {
namespace {

struct Openmp {
  explicit Openmp(const Settings& settings) : workers(settings.workers) {
    omp_set_dynamic(0);
    int started = 0;
#pragma omp parallel num_threads(workers)
    {
#pragma omp single
      started = omp_get_num_threads();
    }
    if (started != workers) throw std::runtime_error("OpenMP does not start as many threads as asked for");
  }
  ~Openmp() { omp_pause_resource_all(omp_pause_hard); }

  int workers;
};

void cube(Openmp& openmp, const MapJob& job) {
  const std::uint64_t* const in = numbers_in(job).data();
  std::uint64_t* const out = numbers_out(job);
  const std::size_t items = job.items;
  const std::size_t grain = job.grain;  // NOLINT(clang-analyzer-deadcode.DeadStores): read by the pragma
#pragma omp parallel for schedule(dynamic, grain) num_threads(openmp.workers)
  for (std::size_t i = 0; i < items; ++i) out[i] = in[i] * in[i] * in[i];
}

void empty(Openmp& openmp, const MapJob& job) {
  std::uint64_t* const out = numbers_out(job);
  const std::size_t items = job.items;
  const std::size_t grain = job.grain;  // NOLINT(clang-analyzer-deadcode.DeadStores): read by the pragma
#pragma omp parallel for schedule(dynamic, grain) num_threads(openmp.workers)
  for (std::size_t i = 0; i < items; ++i) out[i] = i;
}

FibValue fib_of(std::uint64_t n, std::size_t depth, std::size_t cutoff) {
  if (n < 2 || (cutoff != 0 && depth >= cutoff)) return serial_fib(n);
  FibValue right{};
#pragma omp task shared(right)
  right = fib_of(n - 2, depth + 1, cutoff);
  const FibValue left = fib_of(n - 1, depth + 1, cutoff);
#pragma omp taskwait
  return sum_of(left, right);
}

void fib(Openmp& openmp, const TreeJob& job) {
#pragma omp parallel num_threads(openmp.workers)
#pragma omp single
  fib_out(job) = fib_of(fib_root(job), 0, job.cutoff);
}

// A task's output stands for it in `depend`. At the ends of a row a neighbour is the point itself, named twice.
void stencil(Openmp& openmp, const GraphJob& job) {
  const Stencil tasks(job);
#pragma omp parallel num_threads(openmp.workers)
#pragma omp single
  for (std::uint32_t step = 0; step < tasks.steps; ++step) {
    for (std::uint32_t point = 0; point < tasks.width; ++point) {
      std::byte* const output = output_of(job, {step, point});
      if (step == 0) {
#pragma omp task default(none) firstprivate(point) shared(job, tasks) depend(out : *output)
        tasks.run(job, {0, point});
        continue;
      }
      const std::byte* const left = output_of(job, {step - 1, tasks.left_of(point)});
      const std::byte* const own = output_of(job, {step - 1, point});
      const std::byte* const right = output_of(job, {step - 1, tasks.right_of(point)});
#pragma omp task default(none) firstprivate(step, point) shared(job, tasks) depend(in                     \
                                                                                   : *left, *own, *right) \
    depend(out                                                                                            \
           : *output)
      tasks.run(job, {step, point});
    }
  }
}

template <class Job, void (*loop)(Openmp&, const Job&)>
std::unique_ptr<AnyRuntime> start(const Settings& settings) {
  return std::make_unique<ControlRuntime<Openmp, Job>>(settings, loop);
}

constexpr Control all[] = {{"cube", "openmp", start<MapJob, cube>},
                           {"empty", "openmp", start<MapJob, empty>},
                           {"fib", "openmp", start<TreeJob, fib>},
                           {"graph", "openmp", start<GraphJob, stencil>, is_stencil}};

}  // namespace

std::span<const Control> openmp_controls() { return all; }

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// cube, empty, fib and the graph of a stencil as one would write them on plain oneTBB.
#include <tbb/blocked_range.h>
#include <tbb/flow_graph.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <deque>
#include <optional>

#include "benches/control/control.hpp"
#include "benches/control/stencil.hpp"

namespace parallax {
namespace {

using Items = tbb::blocked_range<std::size_t>;

// A flow graph with a node for each task. It is made once, in the first run, and serves all later ones, as one would
// have it: making it takes longer than running it.
class StencilNodes {
 public:
  explicit StencilNodes(const GraphJob& job) : tasks_(job) {
    for (std::uint32_t step = 0; step < tasks_.steps; ++step) {
      for (std::uint32_t point = 0; point < tasks_.width; ++point) add({step, point});
    }
  }

  void run(const GraphJob& job) {
    job_ = &job;
    for (std::uint32_t point = 0; point < tasks_.width; ++point) nodes_[point].try_put({});
    graph_.wait_for_all();
  }

 private:
  using Node = tbb::flow::continue_node<tbb::flow::continue_msg>;

  void add(GraphTask task) {
    Node& node = nodes_.emplace_back(
        graph_, [this, task](const tbb::flow::continue_msg&) { tasks_.run(*job_, task); });
    if (task.step == 0) return;
    const std::size_t before = std::size_t{task.step - 1} * tasks_.width;
    for (std::uint32_t point = tasks_.left_of(task.point); point <= tasks_.right_of(task.point); ++point)
      tbb::flow::make_edge(nodes_[before + point], node);
  }

  Stencil tasks_;
  tbb::flow::graph graph_;
  std::deque<Node> nodes_;
  const GraphJob* job_ = nullptr;
};

struct Tbb {
  explicit Tbb(const Settings& settings)
      : limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(settings.workers)),
        arena(settings.workers) {
    arena.execute([&] { tbb::parallel_for(0, settings.workers, [](int) {}); });
  }
  ~Tbb() {
    if (nodes) arena.execute([&] { nodes.reset(); });
    arena.terminate();
    tbb::finalize(scheduler, std::nothrow);
  }

  tbb::task_scheduler_handle scheduler{tbb::attach{}};
  tbb::global_control limit;
  tbb::task_arena arena;
  std::unique_ptr<StencilNodes> nodes;
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

void stencil(Tbb& tbb, const GraphJob& job) {
  tbb.arena.execute([&] {
    if (!tbb.nodes) tbb.nodes = std::make_unique<StencilNodes>(job);
    tbb.nodes->run(job);
  });
}

template <class Job, void (*loop)(Tbb&, const Job&)>
std::unique_ptr<AnyRuntime> start(const Settings& settings) {
  return std::make_unique<ControlRuntime<Tbb, Job>>(settings, loop);
}

constexpr Control all[] = {{"cube", "tbb", start<MapJob, cube>},
                           {"empty", "tbb", start<MapJob, empty>},
                           {"fib", "tbb", start<TreeJob, fib>},
                           {"graph", "tbb", start<GraphJob, stencil>, is_stencil}};

}  // namespace

std::span<const Control> tbb_controls() { return all; }

}  // namespace parallax

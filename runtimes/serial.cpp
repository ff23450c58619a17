// SPDX-License-Identifier: MIT
//
// serial: the reference. One worker, in order; every other runtime must give exactly these bytes.
#include "runtimes/runtime.hpp"
#include "runtimes/worker.hpp"

namespace parallax {
namespace {

class Serial {
 public:
  static constexpr Facts facts{
      .name = "serial", .summary = "one worker, in order: the reference", .library = {}};

  explicit Serial(const Settings&) {}

  void map(const MapJob& job) {
    for (std::size_t c = 0, chunks = chunk_count(job); c < chunks; ++c) job.run(job, chunk(job, c), worker_);
  }

  void tree(const TreeJob& job) { job.run(job, job.root.data(), job.out.data(), worker_); }
  void graph(const GraphJob& job) {
    for (std::uint32_t step = 0; step < job.steps.size(); ++step) {
      for (std::uint32_t point = job.steps[step].begin; point < job.steps[step].end; ++point)
        job.run(job, {step, point}, worker_);
    }
  }

 private:
  Worker worker_{0};
};

}  // namespace

PARALLAX_RUNTIME(serial, Serial);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// apply, map_sync and tasks: a function with an argument and a result of 8 bytes each that does nothing else,
// so that what remains is the call. The result says which rank has computed it.
#include "benches/probes/views/view.hpp"

namespace parallax {
namespace {

constexpr int rank_bits = 16;

std::uint64_t result_of(std::uint64_t argument, std::uint64_t rank) {
  return ((argument * 3 + 1) << rank_bits) | rank;
}

void call(const MapJob& job, Range chunk, Worker& worker) {
  const auto* const in = reinterpret_cast<const std::uint64_t*>(job.in.data());
  auto* const out = reinterpret_cast<std::uint64_t*>(job.out.data());
  for (std::size_t i = chunk.begin; i < chunk.end; ++i)
    out[i] = result_of(in[i], static_cast<std::uint64_t>(worker.index()));
}

class CallsView final : public View {
 public:
  CallsView(Calls kind, int engines, std::size_t size)
      : View(engines),
        kind_(kind),
        jobs_(kind == Calls::one ? size : 1),
        arguments_(allocate(kind == Calls::one        ? 1
                            : kind == Calls::on_every ? ranks()
                                                      : size)),
        results_(allocate(arguments_.size())) {
    start(kind == Calls::on_every || kind == Calls::divided ? "mpi-static" : "mpi");
  }

  void run(std::int64_t iterations) override {
    const MapJob job{.kernel = "view",
                     .items = arguments_.size(),
                     .grain = 1,
                     .params = {},
                     .in = std::as_bytes(arguments_),
                     .in_per_item = sizeof(std::uint64_t),
                     .out = std::as_writable_bytes(results_),
                     .run = call};
    for (std::int64_t i = 0; i < iterations * static_cast<std::int64_t>(jobs_); ++i) {
      for (std::uint64_t& argument : arguments_) argument = ++called_;
      runtime().map(job);
      look_at_results();
    }
  }

  void restart_counters() override { counted_ = elsewhere_ = 0; }
  // Where ranks take what they can get, the share of calls that engines have had; the rest was the caller's
  // own.
  std::vector<Counter> counters() override {
    if (kind_ != Calls::balanced || counted_ == 0) return {};
    return {{.name = "elsewhere", .value = static_cast<double>(elsewhere_) / static_cast<double>(counted_)}};
  }

 private:
  void look_at_results() {
    const std::size_t items = results_.size();
    for (std::size_t i = 0; i < items; ++i) {
      const std::uint64_t rank = results_[i] % (1u << rank_bits);
      if (results_[i] != result_of(arguments_[i], rank) || rank >= ranks())
        wrong("call {} has another result", i);
      if (!may_be(rank, i)) wrong("call {} was made by rank {}", i, rank);
      elsewhere_ += rank != 0;
    }
    counted_ += items;
  }
  bool may_be(std::uint64_t rank, std::size_t i) const {
    if (kind_ == Calls::balanced) return true;
    if (kind_ == Calls::one) return rank != 0;
    return rank * results_.size() / ranks() <= i && i < (rank + 1) * results_.size() / ranks();
  }

  const Calls kind_;
  const std::size_t jobs_;
  Words arguments_, results_;
  std::uint64_t called_ = 0, counted_ = 0, elsewhere_ = 0;
};

}  // namespace

std::unique_ptr<Probe> make_calls(Calls kind, int engines, std::size_t size) {
  return std::make_unique<CallsView>(kind, engines, size);
}

}  // namespace parallax

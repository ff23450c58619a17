// SPDX-License-Identifier: MIT
//
// convoy: item 0 sends small requests to the origin, one after the other; all other items compute until it is
// done. How much does the computing of some slow down the waiting of another? Under CPython's lock the answer
// is a factor of hundreds, the convoy effect (bpo-7946): after every wait the lock has to be asked for, and
// whoever computes gives it away only after the switch interval.
//
// The size is 1 + the number of items that compute, and as many workers are needed for them to run side by
// side; the first request waits for that. Fewer workers end as well, then one after the other. Waits for: the
// origin, and whatever its runtime makes it wait for.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "benches/kernel.hpp"
#include "benches/support/echo_client.hpp"
#include "benches/support/multiply_adds.hpp"

namespace parallax {
namespace {

// Multiply-adds from one checkpoint to the next, about a quarter of a microsecond: a few bytecodes.
constexpr std::uint64_t steps = 200;

struct Convoy {
  static constexpr KernelFacts facts{.name = "convoy",
                                     .summary = "requests of one worker while the others (size - 1) compute",
                                     .parameters = {Parameter{"requests", 1, 1'000'000'000}},
                                     .origin = true};
  static constexpr std::array cases{Case{1, 1, {20}}, Case{2, 1, {20}}, Case{3, 1, {20}}, Case{5, 1, {20}}};
  static std::vector<int> workers(const Case& parameters) { return {static_cast<int>(parameters.size)}; }

  using In = None;
  using Out = std::uint64_t;  // 1: the requests were answered right, the computing was right
  static bool chunks_share(const Case& parameters) { return parameters.size > 1; }
  struct Params {
    const OriginAddress* origin;
    std::uint64_t requests;
    Histogram* latencies;
    std::span<std::uint32_t> runs;         // how often each item has begun, counted by itself
    std::atomic<std::uint32_t>* finished;  // how often item 0 has ended
  };

  explicit Convoy(const Case& parameters, const Inputs& inputs, Arena& arena)
      : params_{&arena.make<OriginAddress>(inputs.origin), parameters.values[0], &arena.make<Histogram>(),
                arena.allocate_array<std::uint32_t>(parameters.size),
                &arena.make<std::atomic<std::uint32_t>>(0u)} {}

  Params params() const { return params_; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}
  Histogram* latencies() const { return params_.latencies; }

  static Out item(const Params& params, std::span<const In>, std::size_t i, Worker& worker) {
    const std::uint32_t run = std::atomic_ref(params.runs[i]).fetch_add(1, std::memory_order_acq_rel) + 1;
    return i == 0 ? request(params, run, worker) : compute(params, i, run, worker);
  }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (out[i] != 1) return fmt::format("item {} did not compute what it should", i);
    }
    return {};
  }

 private:
  static Out request(const Params& params, std::uint32_t run, Worker& worker) {
    // Also if a request fails: nobody may compute on for ever.
    struct Finish {
      const Params& params;
      std::uint32_t run;
      ~Finish() { params.finished->store(run, std::memory_order_release); }
    } finish{params, run};
    wait_for_others(params, run, worker);
    for (std::uint64_t r = 0; r < params.requests; ++r)
      worker.kept<EchoClient>().round_trip(worker, *params.origin, r, *params.latencies);
    return 1;
  }

  // The first request is made when all others compute; if they cannot (too few workers), after a while.
  static void wait_for_others(const Params& params, std::uint32_t run, Worker& worker) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
    const auto begun = [&](std::uint32_t& runs) {
      return std::atomic_ref(runs).load(std::memory_order_acquire) == run;
    };
    while (!std::all_of(params.runs.begin(), params.runs.end(), begun) &&
           std::chrono::steady_clock::now() < until)
      worker.sleep_for(std::chrono::microseconds(100));
  }

  static Out compute(const Params& params, std::uint64_t seed, std::uint32_t run, Worker& worker) {
    std::uint64_t x = seed, done = 0;
    while (params.finished->load(std::memory_order_acquire) < run) {
      x = multiply_adds(x, steps);
      done += steps;
      worker.checkpoint();
    }
    return x == multiply_adds_at_once(seed, done);
  }

  Params params_;
};

}  // namespace

PARALLAX_KERNEL(convoy, Convoy);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// recovery: what a death costs a pool that goes on. In each item one worker of two or four is killed in the
// middle of a chunk while the pool maps 400 chunks of about 10 us; the pool gives the chunk to another
// worker, finishes the map, and is brought back to full strength. Timed: the map with a death in it and the
// way back.
//
// Counters: the median time of such a map when nobody dies (`undisturbed`) and when one does (`disturbed`),
// from the death until all workers are ready again (`full_strength`), and how fast the map goes on from the
// death on, as a share of how fast it is when nobody dies (`survivors`).
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <numeric>

#include "benches/probe.hpp"
#include "runtimes/process/message_pool.hpp"
#include "runtimes/process/pool.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/histogram.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t chunks = 400;
constexpr std::uint64_t steps = 8000;  // of a linear congruential generator: about 10 us

// What a chunk is told: who is spared, and whether the next one to come is to die.
struct Orders {
  pid_t spared = 0;
  std::atomic<std::uint32_t> deaths_left = 0;
  std::atomic<Clock::rep> died_at = 0;
  std::array<std::atomic<Clock::rep>, chunks> done_at{};
};

std::uint64_t answer(std::uint64_t value) {
  for (std::uint64_t i = 0; i < steps; ++i) value = lcg_next(value);
  return value;
}

void run_chunk(const MapJob& job, Range range, Worker&) {
  Orders& orders = **reinterpret_cast<Orders* const*>(job.params.data());
  auto* const out = reinterpret_cast<std::uint64_t*>(job.out.data());
  for (std::size_t i = range.begin; i < range.end; ++i) {
    out[i] = answer(i);
    std::uint32_t one = 1;
    if (getpid() != orders.spared && orders.deaths_left.compare_exchange_strong(one, 0)) {
      orders.died_at = Clock::now().time_since_epoch().count();
      raise(SIGKILL);
    }
    orders.done_at[i].store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
  }
}

class Recovery final : public Probe {
 public:
  Recovery(std::string_view mechanism, int workers)
      : orders_(new (arena_.allocate(sizeof(Orders)).data()) Orders{.spared = getpid()}) {
    where_[0] = orders_;
    job_ = {.kernel = "recovery",
            .items = chunks,
            .grain = 1,
            .params = std::as_bytes(where_),
            .in = {},
            .out = std::as_writable_bytes(out_),
            .run = run_chunk};
    for (std::size_t i = 0; i < chunks; ++i) expected_[i] = answer(i);
    if (mechanism == "message-pool") {
      message_pool_ = std::make_unique<MessagePool>(
          MessagePoolOptions{.workers = workers, .on_death = OnDeath::retry, .initializer = {}});
      return;
    }
    const StartMethod start = mechanism == "pool-spawn"        ? StartMethod::spawn
                              : mechanism == "pool-forkserver" ? StartMethod::forkserver
                                                               : StartMethod::fork;
    pool_ = std::make_unique<ProcessPool>(PoolOptions{.workers = workers,
                                                      .start = start,
                                                      .on_death = OnDeath::retry,
                                                      .spin = spin_budget_for(workers),
                                                      .initializer = {}});
  }

  void run(std::int64_t iterations) override {
    for (std::int64_t i = 0; i < iterations; ++i) {
      undisturbed_.record(timed([&] { map(); }));
      orders_->deaths_left = 1;
      disturbed_.record(timed([&] {
        while (orders_->deaths_left != 0) map();  // until a worker has come by to die
      }));
      note_survivors();
      if (pool_) {
        while (deaths() == died_) pool_->heal();
        full_strength_.record(Clock::now().time_since_epoch() - Clock::duration(orders_->died_at.load()));
      }
      ++died_;
    }
  }

  std::optional<std::string> mistake() override {
    if (wrong_ != 0) return fmt::format("{} results were wrong", wrong_);
    if (deaths() != died_) return fmt::format("{} workers were replaced, {} had died", deaths(), died_);
    return {};
  }

  Usage usage() override { return pool_ ? pool_->usage() : message_pool_->usage(); }
  void restart_counters() override {
    for (Histogram* histogram : {&undisturbed_, &disturbed_, &full_strength_, &survivors_})
      histogram->reset();
  }
  std::vector<Counter> counters() override {
    const auto median = [](const Histogram& histogram) {
      return std::chrono::duration<double>(histogram.quantile(0.5)).count();
    };
    std::vector<Counter> all{{.name = "undisturbed", .value = median(undisturbed_)},
                             {.name = "disturbed", .value = median(disturbed_)}};
    if (pool_) all.push_back({.name = "full_strength", .value = median(full_strength_)});
    if (survivors_.count() != 0)
      all.push_back({.name = "survivors",
                     .value = median(undisturbed_) / static_cast<double>(chunks) / median(survivors_)});
    return all;
  }

 private:
  template <class Work>
  static std::chrono::nanoseconds timed(Work work) {
    const auto begin = Clock::now();
    work();
    return Clock::now() - begin;
  }

  void map() {
    std::fill(out_.begin(), out_.end(), 0u);
    if (pool_) {
      pool_->map(job_);
    } else {
      message_pool_->map(job_);
    }
    for (std::size_t i = 0; i < chunks; ++i) wrong_ += out_[i] != expected_[i];
  }
  // The time per chunk from the death until the map's last chunk.
  void note_survivors() {
    const Clock::rep died_at = orders_->died_at;
    Clock::rep last = died_at;
    Clock::rep later = 0;
    for (const auto& time : orders_->done_at) {
      const Clock::rep done_at = time.load(std::memory_order_relaxed);
      later += done_at > died_at ? 1 : 0;
      last = std::max(last, done_at);
    }
    if (later != 0) survivors_.record(Clock::duration((last - died_at) / later));
  }
  std::uint64_t deaths() const { return pool_ ? pool_->deaths() : message_pool_->deaths(); }

  Arena arena_;
  Orders* orders_;
  std::span<Orders*> where_ = arena_.allocate_array<Orders*>(1);
  std::span<std::uint64_t> out_ = arena_.allocate_array<std::uint64_t>(chunks);
  std::array<std::uint64_t, chunks> expected_{};
  MapJob job_;
  std::unique_ptr<ProcessPool> pool_;
  std::unique_ptr<MessagePool> message_pool_;
  std::uint64_t died_ = 0, wrong_ = 0;
  Histogram undisturbed_, disturbed_, full_strength_, survivors_;
};

struct RecoveryProbe {
  static constexpr ProbeFacts facts{
      .name = "recovery", .summary = "a worker dies in the middle of a map: finish, and replace it"};

  static std::vector<Mechanism> mechanisms() {
    return {{"pool-fork", "the shared-memory pool, workers forked"},
            {"pool-spawn", "the shared-memory pool, workers spawned as fresh programs"},
            {"pool-forkserver", "the shared-memory pool, workers forked by a server"},
            {"message-pool", "the pool with a pair of pipes for each worker"}};
  }
  static std::vector<Case> cases(std::string_view) { return {with_workers(2), with_workers(4)}; }
  // A cell's name tells the workers already, so the parameter has no name.
  static Case with_workers(std::uint64_t count) { return {.size = 1, .grain = 1, .values = {count}}; }
  static int workers(const Case& parameters) { return static_cast<int>(parameters.values[0]); }
  static std::size_t bytes_per_item(const Case&) { return 0; }
  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    return std::make_unique<Recovery>(mechanism, workers(parameters));
  }
};

}  // namespace

PARALLAX_PROBE(recovery, RecoveryProbe);

}  // namespace parallax

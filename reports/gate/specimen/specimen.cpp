// SPDX-License-Identifier: MIT
// The specimen: a small, ordinary Google Benchmark program that can be made slower on purpose, by a known
// amount or by a mistake that people make. The gate is tried on it.
//
//   gate-specimen --inject=KIND[:PERCENT]@CELL      e.g. --inject=uniform:10@compute/threads/workers:2
//   gate-specimen --make-noise                      disturbs other programs until it is killed
//
// An iteration takes a few milliseconds, so that every version of Google Benchmark can run it equally often.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/random.hpp"

namespace {

struct Injection {
  enum Kind { none, uniform, critical_section, false_sharing, fence, fewer_workers, allocation } kind = none;
  double percent = 0;
  std::string cell;
};
Injection injection;

constexpr struct {
  const char* name;
  Injection::Kind kind;
} kinds[] = {{"uniform", Injection::uniform},
             {"critical-section", Injection::critical_section},
             {"false-sharing", Injection::false_sharing},
             {"fence", Injection::fence},
             {"fewer-workers", Injection::fewer_workers},
             {"allocation", Injection::allocation}};

// What one benchmark has been told to do worse.
struct Slowdown {
  Injection::Kind kind = Injection::none;
  double factor = 1;  // of the work

  bool is(Injection::Kind one) const { return kind == one; }
  std::uint64_t more(std::uint64_t work) const {
    return static_cast<std::uint64_t>(static_cast<double>(work) * factor);
  }
};

// Dependent multiply-adds: nothing a compiler or a processor could do at once.
std::uint64_t work(std::uint64_t value, std::uint64_t steps) {
  for (std::uint64_t i = 0; i < steps; ++i) value = parallax::lcg_next(value);
  return value;
}

// Workers that stay, as in any library for parallel programs: started anew for each iteration they would land
// on whichever processor the system thinks of, and two of them on one every other time. Idle ones spin for a
// moment, then sleep.
class Team {
 public:
  explicit Team(int workers) {
    for (int i = 1; i < workers; ++i) threads_.emplace_back([this, i] { serve(i); });
  }
  ~Team() {
    body_ = nullptr;
    begin_.fetch_add(1);
    begin_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  // The caller is worker 0.
  void run(const std::function<void(int)>& body) {
    body_ = &body;
    done_.store(0);
    begin_.fetch_add(1);
    begin_.notify_all();
    body(0);
    for (std::size_t seen = done_.load(); seen < threads_.size(); seen = done_.load()) wait(done_, seen);
  }

 private:
  template <class T>
  static void wait(const std::atomic<T>& value, T old) {
    for (int i = 0; i < 20'000; ++i)
      if (value.load(std::memory_order_acquire) != old) return;
    value.wait(old);
  }

  void serve(int worker) {
    for (unsigned seen = 0;; ++seen) {
      wait(begin_, seen);
      if (!body_) return;
      (*body_)(worker);
      done_.fetch_add(1);
      done_.notify_one();
    }
  }

  const std::function<void(int)>* body_ = nullptr;
  std::atomic<unsigned> begin_{0};
  std::atomic<std::size_t> done_{0};
  std::vector<std::thread> threads_;
};

// For all repetitions.
Team& team_of(int workers) {
  static Team one(1), two(2);
  return workers == 1 ? one : two;
}

constexpr std::uint64_t steps = 6'000'000, tasks = 40'000, task_steps = 150;

// The same work for every number of workers, cut into equal parts.
void compute(Team& team, int workers, const Slowdown& slow) {
  const int active = slow.is(Injection::fewer_workers) ? std::max(1, workers - 1) : workers;
  team.run([&](int worker) {
    if (worker >= active) return;
    benchmark::DoNotOptimize(work(static_cast<std::uint64_t>(worker), slow.more(steps) / active));
  });
}

// A lock that spins. With one that sleeps, both workers stay on one processor for as long as the process
// lives, in one of three processes: another effect than the one that is to be found.
class SpinLock {
 public:
  void lock() {
    for (int i = 1; taken_.exchange(true, std::memory_order_acquire); ++i)
      if (i % 1000 == 0) std::this_thread::yield();
  }
  void unlock() { taken_.store(false, std::memory_order_release); }

 private:
  std::atomic<bool> taken_{false};
};

// Much outside of a lock, little inside.
void locked(Team& team, int workers, const Slowdown& slow) {
  SpinLock mutex;
  std::uint64_t shared = 1;
  const std::uint64_t inside = slow.is(Injection::critical_section) ? 200 : 20;
  team.run([&](int worker) {
    auto own = static_cast<std::uint64_t>(worker);
    for (std::uint64_t i = 0; i < tasks / 4 / static_cast<std::uint64_t>(workers); ++i) {
      own = work(own, slow.more(4 * task_steps));
      const std::lock_guard guard(mutex);
      shared = work(shared, slow.more(inside));
    }
    benchmark::DoNotOptimize(own);
  });
  benchmark::DoNotOptimize(shared);
}

// A counter for each worker, on cache lines of their own unless somebody forgets that.
void counters(Team& team, int workers, const Slowdown& slow) {
  std::vector<std::atomic<std::uint64_t>> counts(static_cast<std::size_t>(workers) * 64);
  const std::size_t apart = slow.is(Injection::false_sharing) ? 1 : 32;
  team.run([&](int worker) {
    auto& count = counts[static_cast<std::size_t>(worker) * apart];
    auto own = static_cast<std::uint64_t>(worker);
    for (std::uint64_t i = 0; i < slow.more(4 * tasks) / static_cast<std::uint64_t>(workers); ++i) {
      own = work(own, 30);
      count.fetch_add(own & 1, std::memory_order_relaxed);
    }
    benchmark::DoNotOptimize(own);
  });
}

// Tasks taken from a shared counter, one after the other.
void queue(Team& team, [[maybe_unused]] int workers, const Slowdown& slow) {
  std::atomic<std::uint64_t> next{0}, seen{0};
  team.run([&](int) {
    std::uint64_t own = 0;
    while (next.fetch_add(1, std::memory_order_relaxed) < tasks) {
      if (slow.is(Injection::allocation)) benchmark::DoNotOptimize(std::make_unique<std::uint64_t>(own));
      if (slow.is(Injection::fence)) seen.fetch_add(1, std::memory_order_seq_cst);
      own = work(own, slow.more(task_steps));
    }
    benchmark::DoNotOptimize(own);
  });
}

constexpr struct {
  const char* name;
  void (*body)(Team&, int, const Slowdown&);
} kernels[] = {{"compute", compute}, {"locked", locked}, {"counters", counters}, {"queue", queue}};

// Bursts of computing or of traffic to memory, for a third of the time, as neighbours on a shared machine
// make them.
[[noreturn]] void make_noise() {
  std::mt19937_64 random(std::random_device{}());
  const auto seconds = [&](double low, double high) {
    return std::chrono::duration<double>(low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53);
  };
  std::vector<std::uint64_t> memory(16u << 20);  // 128 MiB
  while (true) {
    std::this_thread::sleep_for(seconds(0.2, 2));
    const auto end = std::chrono::steady_clock::now() + seconds(0.1, 1);
    const bool computes = random() % 2 == 0;
    while (std::chrono::steady_clock::now() < end) {
      if (computes)
        benchmark::DoNotOptimize(work(random(), 100'000));
      else
        std::fill(memory.begin(), memory.end(), random());
    }
  }
}

bool parse(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos) return false;
  injection.cell = text.substr(at + 1);
  const auto colon = text.substr(0, at).find(':');
  const auto name = text.substr(0, std::min(colon, at));
  if (colon != std::string_view::npos)
    injection.percent = std::atof(std::string(text.substr(colon + 1, at - colon - 1)).c_str());
  for (const auto& one : kinds)
    if (name == one.name) injection.kind = one.kind;
  return injection.kind != Injection::none && (injection.kind != Injection::uniform || injection.percent > 0);
}

void add_benchmarks() {
  bool found = injection.kind == Injection::none;
  for (const auto& kernel : kernels) {
    for (const int workers : {1, 2}) {
      const auto name = std::string(kernel.name) + "/threads/workers:" + std::to_string(workers);
      Slowdown slow;
      if (name == injection.cell) {
        found = true;
        slow = {injection.kind, 1 + injection.percent / 100};
      }
      benchmark::RegisterBenchmark(name.c_str(), [body = kernel.body, workers,
                                                  slow](benchmark::State& state) {
        for ([[maybe_unused]] auto _ : state) body(team_of(workers), workers, slow);
      })->Unit(benchmark::kMillisecond);
    }
  }
  if (!found) {
    std::fprintf(stderr, "gate-specimen: there is no cell %s\n", injection.cell.c_str());
    std::exit(2);
  }
}

}  // namespace

int main(int argc, char** argv) {
  constexpr std::string_view flag = "--inject=";
  if (argc == 2 && std::string_view(argv[1]) == "--make-noise") make_noise();
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]).substr(0, flag.size()) != flag) continue;
    if (!parse(std::string_view(argv[i]).substr(flag.size()))) {
      std::fprintf(stderr, "gate-specimen: %s: not like --inject=uniform:10@compute/threads/workers:2\n",
                   argv[i]);
      return 2;
    }
    std::copy(argv + i + 1, argv + argc + 1, argv + i);
    --argc;
    --i;
  }
  add_benchmarks();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}

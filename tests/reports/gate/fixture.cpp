// SPDX-License-Identifier: MIT
//
// A benchmark program that does whatever can go wrong: gate-fixture MODE [Google Benchmark's flags].
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>

#include "support/random.hpp"

namespace {

std::uint64_t work(std::uint64_t steps) {
  std::uint64_t value = 1;
  for (std::uint64_t i = 0; i < steps; ++i) value = parallax::lcg_next(value);
  return value;
}

void crash() {
  std::signal(SIGSEGV, SIG_DFL);  // a sanitizer would exit instead
  std::raise(SIGSEGV);
}

void add(const char* name, std::uint64_t steps) {
  benchmark::RegisterBenchmark(name, [steps](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(work(steps));
  });
}

void add_failing(const std::string& mode) {
  benchmark::RegisterBenchmark("b", [mode](benchmark::State& state) {
    if (mode == "crashes") crash();
    if (mode == "hangs") std::this_thread::sleep_for(std::chrono::hours(1));
    if (mode == "is-killed") std::raise(SIGKILL);
    if (mode == "ends-early") std::exit(0);
    if (mode == "is-wrong") state.SkipWithError("wrong: 2 + 2 is 5");
    for ([[maybe_unused]] auto _ : state) {
      benchmark::DoNotOptimize(work(1000));
    }
  });
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  argv[1] = argv[0];
  ++argv;
  --argc;
  if (mode == "is-no-benchmark") return std::puts("hello") < 0;
  const bool is_asked = std::any_of(argv + 1, argv + argc, [](const std::string& word) {
    return word.rfind("--benchmark_list_tests", 0) == 0;
  });
  if (is_asked && mode == "dies-while-listing") crash();
  if (is_asked && mode == "hangs-while-listing") std::this_thread::sleep_for(std::chrono::hours(1));
  if (mode == "reads-beside-itself") {
    const std::string file = std::string(argv[0]).substr(0, std::string(argv[0]).rfind('/')) + "/data";
    std::FILE* data = std::fopen(file.c_str(), "r");
    if (!data) return std::fprintf(stderr, "no %s\n", file.c_str()), 1;
    std::fclose(data);
  }
  if (mode == "takes-no-filter")
    for (int i = 1; i < argc; ++i)
      if (std::string(argv[i]).rfind("--benchmark_filter", 0) == 0) std::swap(argv[i--], argv[--argc]);
  if (mode == "prints-garbage")
    for (int i = 1; i < argc; ++i)
      if (std::string(argv[i]).rfind("--benchmark_out=", 0) == 0) {
        std::FILE* file = std::fopen(argv[i] + 16, "w");
        std::fputs("{\"context\": {}, \"benchmarks\": [{\"name\": ", file);
        std::fclose(file);
        return 0;
      }
  add("a", 300'000);
  if (mode == "takes-no-time") {
    benchmark::RegisterBenchmark("b",
                                 [](benchmark::State& state) {
                                   for ([[maybe_unused]] auto _ : state) state.SetIterationTime(0);
                                 })
        ->UseManualTime()
        ->Iterations(10);
  } else if (mode == "slow")
    add("b", 6'000'000);
  else if (mode == "aggregates-only")
    benchmark::RegisterBenchmark("b",
                                 [](benchmark::State& state) {
                                   for ([[maybe_unused]] auto _ : state)
                                     benchmark::DoNotOptimize(work(300'000));
                                 })
        ->Repetitions(3)
        ->ReportAggregatesOnly(true);
  else if (mode == "good" || mode == "prints-garbage" || mode == "reads-beside-itself" ||
           mode == "takes-no-filter" || mode == "lists-and-fails" || mode == "lists-and-crashes")
    add("b", 3'000'000);
  else if (mode != "loses-one" && mode != "has-odd-names" && mode != "has-a-giant" && mode != "has-one-twice")
    add_failing(mode);
  if (mode == "has-one-more") add("c", 1000);
  if (mode == "has-other-names") add(("process " + std::to_string(getpid())).c_str(), 1000);
  if (mode == "has-one-twice") add("b", 1000), add("b", 1000);
  if (mode == "has-a-giant")
    benchmark::RegisterBenchmark("giant", [](benchmark::State& state) {
      for ([[maybe_unused]] auto _ : state) std::this_thread::sleep_for(std::chrono::milliseconds(500));
    })->UseRealTime();
  if (mode == "has-odd-names")
    for (const char* name : {"fill<char[16]>", "curly}only", "all\\.*+?^$|(x){1}",
                             "no UTF-8 \xf6, esc \x1b[1m", "two\nlines", "two\n", "\ttab\rreturn"})
      add(name, 300'000);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  if (is_asked && mode == "lists-and-crashes") std::fflush(stdout), crash();
  return is_asked && mode == "lists-and-fails" ? std::fputs("bye\n", stderr), 3 : 0;
}

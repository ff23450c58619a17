// SPDX-License-Identifier: MIT
//
// A benchmark program that measures nothing: its times are drawn around known ones, so that scripts/calibrate
// knows what the gate has to say. gate-simulated FILE SEED NOISE FACTOR [Google Benchmark's flags]; FILE counts the
// processes, and FACTOR is what the times of the last cell are multiplied by.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <string>

#include "support/random.hpp"

namespace {

// The number of this process among those that share a file.
std::uint64_t count_on(const std::string& file) {
  std::uint64_t number = 0;
  std::ifstream(file) >> number;
  std::ofstream(file) << number + 1;
  return number;
}

class Times {
 public:
  Times(const std::string& noise, std::uint64_t seed, std::uint64_t process)
      : random_{seed * 1'000'003 + process}, process_(factor_of(noise, static_cast<double>(process))) {}

  // A repetition of this process: its own spread is the smaller part.
  double draw(double seconds) { return seconds * process_ * std::exp(0.003 * normal()); }

 private:
  double unit() { return (static_cast<double>(random_.next() >> 11) + 0.5) * 0x1p-53; }
  double normal() { return std::sqrt(-2 * std::log(unit())) * std::cos(2 * std::numbers::pi * unit()); }

  double factor_of(const std::string& noise, double process) {
    if (noise == "noisy") return std::exp(0.05 * normal());
    if (noise == "bursts") return std::exp(0.02 * normal()) * (unit() < 0.15 ? 1 + 0.6 * unit() : 1);
    if (noise == "drift") return std::exp(0.02 * normal() + 0.1 * std::sin(process / 40));
    return std::exp(0.01 * normal());
  }

  parallax::SplitMix64 random_;
  double process_;
};

}  // namespace

int main(int argc, char** argv) {
  constexpr int own = 4;
  if (argc <= own) return 2;
  const std::string noise = argv[3];
  Times times(noise, std::strtoull(argv[2], nullptr, 10), count_on(argv[1]));
  const auto factor = std::strtod(argv[own], nullptr);
  argv[own] = argv[0];
  argv += own;
  argc -= own;
  for (const char* name : {"a", "b", "c"})
    benchmark::RegisterBenchmark(name, [&times, seconds = *name == 'c' ? 0.01 * factor
                                                                       : 0.01](benchmark::State& state) {
      const auto time = times.draw(seconds);
      for ([[maybe_unused]] auto _ : state) state.SetIterationTime(time);
    })->UseManualTime();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}

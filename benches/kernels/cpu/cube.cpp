// SPDX-License-Identifier: MIT
//
// cube: the integers 1..n, each to the third power. The least work that is not nothing, so it shows what
// handing out work costs: at grain 1 nearly all of the time is that.
#include <fmt/format.h>

#include <algorithm>

#include "benches/kernel.hpp"

namespace parallax {
namespace {

struct Cube {
  static constexpr KernelFacts facts{.name = "cube", .summary = "the integers 1..n, each to the third power"};
  static constexpr std::array cases{Case{.size = 4096, .grain = 64}, Case{.size = 1048576, .grain = 4096},
                                    Case{.size = 1048576, .grain = 1}};
  // The middle one has chunks enough for everybody.
  static Case fitted(Case parameters, const Topology& machine) {
    if (parameters.size == cases[1].size)
      parameters.grain =
          std::min(parameters.grain, parameters.size / scaling_chunks(machine, parameters.size));
    return parameters;
  }
  using In = std::uint64_t;
  static constexpr bool reads_own_input = true;
  using Out = std::uint64_t;
  using Params = None;

  explicit Cube(const Case& parameters, const Inputs&) : size_(parameters.size) {}

  Params params() const { return {}; }
  std::size_t inputs() const { return size_; }
  void fill(std::span<In> in) const {
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = i + 1;
  }

  static Out item(const Params&, std::span<const In> in, std::size_t i, Worker&) {
    return in[i] * in[i] * in[i];
  }

  // By Nicomachus' theorem the sum of the first k cubes is the square of the sum of 1..k, for every k.
  std::optional<std::string> mistake(std::span<const Out> out) const {
    std::uint64_t cubes = 0;
    std::uint64_t numbers = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
      cubes += out[i];
      numbers += i + 1;
      if (cubes != numbers * numbers) return fmt::format("{} is not the cube of {}", out[i], i + 1);
    }
    return {};
  }

 private:
  std::size_t size_;
};

}  // namespace

PARALLAX_KERNEL(cube, Cube);

}  // namespace parallax

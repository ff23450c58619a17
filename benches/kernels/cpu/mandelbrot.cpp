// SPDX-License-Identifier: MIT
//
// mandelbrot: how many steps each pixel of a picture of the Mandelbrot set takes to escape. Work that is
// uneven by its nature: a row through the middle takes a hundred times as long as one at the edge.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "benches/kernel.hpp"

namespace parallax {
namespace {

struct Mandelbrot {
  static constexpr KernelFacts facts{.name = "mandelbrot",
                                     .summary = "steps until a pixel escapes, at most 1000: uneven work"};
  static constexpr std::array cases{Case{.size = 16384, .grain = 128}, Case{.size = 65536, .grain = 256},
                                    Case{.size = 65536, .grain = 16384}};
  // The second one's picture grows where there are more than 16 processors, so that each has as much to do as on a
  // smaller machine. The last one has two chunks for each, too few where they are so uneven.
  static Case fitted(Case parameters, const Topology& machine) {
    if (parameters == cases[1])
      parameters.size = std::max(parameters.size, parameters.grain * scaling_chunks(machine, 4096));
    if (parameters == cases[2])
      parameters.grain = std::min(parameters.grain, 8 * parameters.size / scaling_chunks(machine, 4096));
    return parameters;
  }
  static constexpr std::uint32_t limit = 1000;
  using In = None;
  using Out = std::uint32_t;
  struct Params {
    std::size_t side;
    double pixel;
  };

  explicit Mandelbrot(const Case& parameters, const Inputs&)
      : side_(static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(parameters.size))))) {}

  // The picture is the square [-2, 1] x [-1.5, 1.5], row by row; pixels are points in the middle of their
  // cell.
  Params params() const { return {side_, 3.0 / static_cast<double>(side_ == 0 ? 1 : side_)}; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}

  static Out item(const Params& params, std::span<const In>, std::size_t i, Worker&) {
    const double cx = real(params, i);
    const double cy = imaginary(params, i);
    double x = 0, y = 0;
    for (std::uint32_t n = 0; n < limit; ++n) {
      if (x * x + y * y > 4.0) return n;
      const double next = x * x - y * y + cx;
      y = 2 * x * y + cy;
      x = next;
    }
    return limit;
  }

  // Points of the main cardioid and of the disc left of it never escape, points beyond 2 escape after one
  // step.
  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double x = real(params(), i);
      const double y = imaginary(params(), i);
      const double q = (x - 0.25) * (x - 0.25) + y * y;
      const bool cardioid = q * (q + (x - 0.25)) < 0.249 * y * y;
      const bool disc = (x + 1) * (x + 1) + y * y < 0.0624;
      if ((cardioid || disc) && out[i] != limit)
        return fmt::format("pixel {} lies in the set but escaped after {} steps", i, out[i]);
      if (x * x + y * y > 4.0 && out[i] != 1)
        return fmt::format("pixel {} lies outside of the circle but escaped after {} steps", i, out[i]);
    }
    return {};
  }

 private:
  static double real(const Params& p, std::size_t i) {
    return (static_cast<double>(i % p.side) + 0.5) * p.pixel - 2.0;
  }
  static std::size_t row(const Params& p, std::size_t i) { return i / p.side; }
  static double imaginary(const Params& p, std::size_t i) {
    return (static_cast<double>(row(p, i)) + 0.5) * p.pixel - 1.5;
  }

  std::size_t side_;
};

}  // namespace

PARALLAX_KERNEL(mandelbrot, Mandelbrot);

}  // namespace parallax

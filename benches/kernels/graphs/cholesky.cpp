// SPDX-License-Identifier: MIT
//
// cholesky: A = L L' of a symmetric positive definite matrix, in square tiles: the graph of linear algebra libraries,
// in which tasks of three kinds wait for tasks of several steps.
//
// A tile (i, j), i >= j, has a task for each k <= j. For k < j it subtracts L(i,k) L(j,k)'; for k = j it makes L(i,j)
// of what is left. Step 3k is that of the diagonal's tile k, step 3k+1 that of the tiles below it, and step 3k+2 has
// the subtractions. Tiles are numbered from the last column on, so those of a step are neighbours, and a tile is the
// same point in all steps.
#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "benches/graph_kernel.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

constexpr std::uint32_t triangle(std::uint32_t n) { return n * (n + 1) / 2; }

struct Cholesky {
  static constexpr KernelFacts facts{
      .name = "cholesky",
      .summary = "one of the tasks of a tile of size x size numbers' factorisation",
      .parameters = {"tile"}};
  static constexpr std::array cases{Case{.size = 48, .values = {16}}, Case{.size = 1024, .values = {64}}};
  struct Params {
    double* tiles;  // point by point; each of side x side numbers, row by row
    std::uint32_t size, side, count;
  };
  struct Tile {
    std::uint32_t i, j;
  };

  Cholesky(const Case& parameters, const Inputs&, Arena&, std::span<std::byte> data)
      : params_{view_as<double>(data).data(), static_cast<std::uint32_t>(parameters.size),
                static_cast<std::uint32_t>(parameters.values[0]), count_of(parameters)} {}

  Params params() const { return params_; }
  static std::size_t data_bytes(const Case& parameters) {
    const std::size_t side = parameters.values[0];
    return triangle(count_of(parameters)) * side * side * sizeof(double);
  }
  static std::size_t output_bytes(const Case&) { return 64; }
  static std::uint32_t steps(const Params& params) { return 3 * params.count - 2; }
  static std::uint32_t width(const Params& params) { return triangle(params.count); }

  static TaskRange points(const Params& params, std::uint32_t step) {
    const std::uint32_t first = triangle(params.count - 1 - step / 3);
    if (step % 3 == 0) return {step, first, first + 1};
    if (step % 3 == 1) return {step, first + 1, triangle(params.count - step / 3)};
    return {step, 0, first};
  }

  static std::size_t inputs(const Params& params, GraphTask task, TaskRange* to) {
    const auto [i, j] = tile_of(params, task.point);
    const std::uint32_t k = task.step / 3;
    std::size_t count = 0;
    const auto add = [&](std::uint32_t step, Tile tile) {
      const std::uint32_t point = point_of(params, tile);
      to[count++] = {step, point, point + 1};
    };
    if (k > 0) add(3 * k - 1, {i, j});
    if (task.step % 3 == 1) add(3 * k, {j, j});
    if (task.step % 3 == 2) add(3 * k + 1, {j, k});
    if (task.step % 3 == 2 && i != j) add(3 * k + 1, {i, k});
    return count;
  }

  static std::size_t readers(const Params& params, GraphTask task, TaskRange* to) {
    const auto [i, j] = tile_of(params, task.point);
    const std::uint32_t k = task.step / 3;
    if (task.step % 3 == 0) {
      if (task.step + 1 == steps(params)) return 0;
      to[0] = points(params, task.step + 1);
      return 1;
    }
    if (task.step % 3 == 2) {
      const std::uint32_t next = j > k + 1 ? 3 * k + 5 : i == j ? 3 * k + 3 : 3 * k + 4;
      to[0] = {next, task.point, task.point + 1};
      return 1;
    }
    // Its row, and the column whose diagonal is in that row.
    std::size_t count = 0;
    for (std::uint32_t column = k + 1; column < i; ++column) {
      const std::uint32_t point = point_of(params, {i, column});
      to[count++] = {task.step + 1, point, point + 1};
    }
    to[count++] = {task.step + 1, point_of(params, {i, i}), triangle(params.count - i)};
    return count;
  }

  static std::uint64_t value(const Params& params, GraphTask task, std::uint64_t, Worker&) {
    const Tile tile = tile_of(params, task.point);
    const std::uint32_t k = task.step / 3;
    double* const own = numbers(params, tile);
    if (k == 0) fill(params, tile, own);
    if (task.step % 3 == 0) factorise(params.side, own);
    if (task.step % 3 == 1) divide(params.side, own, numbers(params, {k, k}));
    if (task.step % 3 == 2)
      subtract(params.side, own, numbers(params, {tile.i, k}), numbers(params, {tile.j, k}));
    return std::bit_cast<std::uint64_t>(own[0]);
  }

  static std::uint64_t tasks(const Case& parameters) {
    const std::uint64_t n = count_of(parameters);
    return n * (n + 1) * (n + 2) / 6;
  }

  // A x is what L (L' x) is, up to rounding, for a vector without a pattern.
  std::optional<std::string> mistake(const GraphValues&) const {
    const std::size_t rows = std::size_t{params_.count} * params_.side;
    std::vector<double> x(rows), upper(rows), product(rows), right(rows);
    for (std::size_t i = 0; i < rows; ++i) x[i] = random_number(i);
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j <= i; ++j) upper[j] += factor(i, j) * x[i];
      for (std::size_t j = 0; j < rows; ++j) right[i] += entry(params_, i, j) * x[j];
    }
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j <= i; ++j) product[i] += factor(i, j) * upper[j];
      const double error = std::abs(product[i] - right[i]);
      if (!(error <= 1e-12 * static_cast<double>(rows) * static_cast<double>(rows)))
        return fmt::format("row {} of L L' x is {}, not {}", i, product[i], right[i]);
    }
    return {};
  }

 private:
  static std::uint32_t count_of(const Case& parameters) {
    const std::uint64_t side = parameters.values[0], most = most_task_ranges;
    if (parameters.size < 1 || side < 1 || side > 4096 || (parameters.size + side - 1) / side > most)
      throw NotSupported(
          fmt::format("{} rows in tiles of {}: tiles have from 1 to 4096, and there are at most {}",
                      parameters.size, side, most));
    return static_cast<std::uint32_t>((parameters.size + side - 1) / side);
  }
  static std::uint32_t point_of(const Params& params, Tile tile) {
    return triangle(params.count - 1 - tile.j) + tile.i - tile.j;
  }
  static Tile tile_of(const Params& params, std::uint32_t point) {
    auto column = static_cast<std::uint32_t>((std::sqrt(8.0 * point + 1) - 1) / 2);
    while (triangle(column) > point) --column;
    while (triangle(column + 1) <= point) ++column;
    const std::uint32_t j = params.count - 1 - column;
    return {j + point - triangle(column), j};
  }
  static double* numbers(const Params& params, Tile tile) {
    return params.tiles + std::size_t{point_of(params, tile)} * params.side * params.side;
  }

  static double random_number(std::uint64_t i) { return static_cast<double>(splitmix64(i)) * 0x1p-64; }
  // Of A; what tiles have beyond it is of the unit matrix.
  static double entry(const Params& params, std::size_t row, std::size_t column) {
    if (row >= params.size || column >= params.size) return row == column ? 1 : 0;
    if (row == column) return static_cast<double>(params.size) + 1;
    return random_number(std::max(row, column) << 32 | std::min(row, column));
  }
  double factor(std::size_t row, std::size_t column) const {
    const std::uint32_t side = params_.side;
    const Tile tile{static_cast<std::uint32_t>(row / side), static_cast<std::uint32_t>(column / side)};
    return numbers(params_, tile)[row % side * side + column % side];
  }

  static void fill(const Params& params, Tile tile, double* own) {
    for (std::size_t row = 0; row < params.side; ++row) {
      for (std::size_t column = 0; column < params.side; ++column)
        *own++ = entry(params, std::size_t{tile.i} * params.side + row,
                       std::size_t{tile.j} * params.side + column);
    }
  }
  static double product(const double* a, const double* b, std::size_t count) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += a[i] * b[i];
    return sum;
  }
  static void factorise(std::size_t side, double* own) {
    for (std::size_t row = 0; row < side; ++row) {
      for (std::size_t column = 0; column < row; ++column)
        own[row * side + column] =
            (own[row * side + column] - product(own + row * side, own + column * side, column)) /
            own[column * side + column];
      own[row * side + row] =
          std::sqrt(own[row * side + row] - product(own + row * side, own + row * side, row));
      std::fill(own + row * side + row + 1, own + (row + 1) * side, 0.0);
    }
  }
  static void divide(std::size_t side, double* own, const double* diagonal) {
    for (std::size_t row = 0; row < side; ++row) {
      for (std::size_t column = 0; column < side; ++column)
        own[row * side + column] =
            (own[row * side + column] - product(own + row * side, diagonal + column * side, column)) /
            diagonal[column * side + column];
    }
  }
  static void subtract(std::size_t side, double* own, const double* a, const double* b) {
    for (std::size_t row = 0; row < side; ++row) {
      for (std::size_t column = 0; column < side; ++column)
        own[row * side + column] -= product(a + row * side, b + column * side, side);
    }
  }

  Params params_;
};

}  // namespace

PARALLAX_GRAPH_KERNEL(cholesky, Cholesky);

}  // namespace parallax

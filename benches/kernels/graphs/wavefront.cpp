// SPDX-License-Identifier: MIT
//
// wavefront: the longest common subsequence of two words, by dynamic programming in square tiles. A tile reads the one
// above and the one on its left, so tiles are ready diagonal by diagonal: one at first, many in the middle, one at
// last.
#include <fmt/format.h>

#include "benches/graph_kernel.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

// Step t is diagonal t of the tiles, and a point its row.
struct Wavefront {
  static constexpr KernelFacts facts{
      .name = "wavefront",
      .summary = "a tile of the longest common subsequence of two words of size letters",
      .parameters = {"tile"}};
  static constexpr std::array cases{Case{.size = 64, .values = {16}}, Case{.size = 4096, .values = {64}}};
  using Cell = std::uint32_t;
  struct Params {
    Cell* cells;  // size x size, row by row
    std::uint32_t size, tile, tiles;
  };

  Wavefront(const Case& parameters, const Inputs&, Arena&, std::span<std::byte> data)
      : params_{view_as<Cell>(data).data(), static_cast<std::uint32_t>(parameters.size),
                static_cast<std::uint32_t>(tile_of(parameters)), tiles_of(parameters)} {}

  Params params() const { return params_; }
  static std::size_t data_bytes(const Case& parameters) {
    return parameters.size * parameters.size * sizeof(Cell);
  }
  static std::size_t output_bytes(const Case&) { return 64; }
  static std::uint32_t steps(const Params& params) { return 2 * params.tiles - 1; }
  static std::uint32_t width(const Params& params) { return params.tiles; }
  static TaskRange points(const Params& params, std::uint32_t step) {
    return {step, step < params.tiles ? 0 : step - params.tiles + 1, std::min(step + 1, params.tiles)};
  }
  static std::size_t inputs(const Params& params, GraphTask task, TaskRange* to) {
    return task.step == 0 ? 0
                          : within(points(params, task.step - 1), task.point == 0 ? 0 : task.point - 1,
                                   task.point + 1, to);
  }
  static std::size_t readers(const Params& params, GraphTask task, TaskRange* to) {
    return task.step + 1 == steps(params)
               ? 0
               : within(points(params, task.step + 1), task.point, task.point + 2, to);
  }

  static std::uint64_t value(const Params& params, GraphTask task, std::uint64_t, Worker&) {
    const std::uint32_t top = task.point * params.tile, left = (task.step - task.point) * params.tile;
    const std::uint32_t bottom = std::min(top + params.tile, params.size),
                        right = std::min(left + params.tile, params.size);
    for (std::uint32_t row = top; row < bottom; ++row) {
      for (std::uint32_t column = left; column < right; ++column) {
        const Cell above = at(params, row, column, 1, 0), before = at(params, row, column, 0, 1);
        const Cell both = at(params, row, column, 1, 1) + (letter(row, 0) == letter(column, 1) ? 1 : 0);
        params.cells[std::size_t{row} * params.size + column] = std::max({above, before, both});
      }
    }
    return params.cells[std::size_t{bottom - 1} * params.size + right - 1];
  }

  static std::uint64_t tasks(const Case& parameters) {
    return std::uint64_t{tiles_of(parameters)} * tiles_of(parameters);
  }
  // With one row at a time, from the other end: the two words read backwards have the same length in common.
  std::optional<std::string> mistake(const GraphValues& values) const {
    std::vector<Cell> row(params_.size + 1), above(params_.size + 1);
    for (std::uint32_t i = params_.size; i-- > 0;) {
      for (std::uint32_t j = params_.size; j-- > 0;)
        row[j] = letter(i, 0) == letter(j, 1) ? above[j + 1] + 1 : std::max(above[j], row[j + 1]);
      std::swap(row, above);
    }
    const std::uint64_t found = values({steps(params_) - 1, params_.tiles - 1});
    if (found == above[0]) return {};
    return fmt::format("{} letters are in common, not {}", above[0], found);
  }

 private:
  static std::uint64_t tile_of(const Case& parameters) {
    if (parameters.size < 1 || parameters.size > 32768 || parameters.values[0] < 1)
      throw NotSupported("a wavefront has from 1 to 32768 letters, in tiles of at least 1");
    return std::min<std::uint64_t>(parameters.values[0], parameters.size);
  }
  static std::uint32_t tiles_of(const Case& parameters) {
    return static_cast<std::uint32_t>((parameters.size + tile_of(parameters) - 1) / tile_of(parameters));
  }
  static std::size_t within(TaskRange points, std::uint32_t begin, std::uint32_t end, TaskRange* to) {
    *to = {points.step, std::max(begin, points.begin), std::min(end, points.end)};
    return to->begin < to->end ? 1 : 0;
  }
  static std::uint32_t letter(std::uint32_t at, std::uint64_t word) {
    return static_cast<std::uint32_t>(splitmix64(2 * std::uint64_t{at} + word) % 4);
  }
  static Cell at(const Params& params, std::uint32_t row, std::uint32_t column, std::uint32_t up,
                 std::uint32_t left) {
    return row < up || column < left ? 0 : params.cells[std::size_t{row - up} * params.size + column - left];
  }

  Params params_;
};

}  // namespace

PARALLAX_GRAPH_KERNEL(wavefront, Wavefront);

}  // namespace parallax

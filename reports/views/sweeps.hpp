// SPDX-License-Identifier: MIT
// Sweeps: works that differ in one thing only, and what can be read off along them.
//
//   grain  the same size, cut into ever smaller chunks: efficiency and METG; or a graph with ever shorter tasks
//   size   ever larger jobs of the same number of chunks: from which size on a strategy pays
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/statistics/break_even.hpp"
#include "reports/statistics/grain_curve.hpp"
#include "reports/views/work.hpp"

namespace parallax::reports {

// Fewer points than this are no sweep.
inline constexpr std::size_t fewest_points_of_sweep = 4;

// More sweeps than this nobody looks at, and resampling them takes its time: the first ones are analysed, and
// `Views::sweeps_left_out` says how many were not.
inline constexpr std::size_t most_sweeps = 40;

struct GrainLine {
  std::string runtime;
  std::vector<std::size_t> rows;  // from fine to coarse, as the points of the curve
  GrainCurve curve;
  // Of graphs: time / tasks, the median of the three finest points; and how many times as long the finest tasks take
  // as those of the pattern `trivial`, if that was measured.
  std::optional<double> floor{};
  std::optional<Estimate> against_trivial{};
};

struct GrainSweep {
  std::string kernel, parameters;
  std::int64_t size, workers;
  std::string reference;  // the runtime whose fastest rows are efficiency 1
  std::size_t reference_row;
  std::vector<GrainLine> lines;
  std::string pattern{};        // of a graph
  const char* swept = "grain";  // or "amount", of a graph

  // What it is of: "spin", or "graph stencil_1d".
  std::string title() const { return pattern.empty() ? kernel : kernel + ' ' + pattern; }
};

struct SizeLine {
  std::string runtime;
  std::vector<std::size_t> rows;  // from small to large
  BreakEvenSize against_serial;   // in seconds that the job takes serially
};

// From which job on `faster` beats `slower`, in seconds that the job takes serially.
struct PairBreakEven {
  std::string faster, slower;
  BreakEvenSize size;
};

struct SizeSweep {
  std::string kernel, parameters;
  std::int64_t chunks, workers;
  std::vector<double> jobs;  // seconds that each job takes serially, ascending
  std::vector<SizeLine> lines;
  std::vector<PairBreakEven> pairs;  // between any two runtimes but serial, both ways
};

// One per kernel, size, parameters and number of workers, if at least four grains were measured. At one
// worker no efficiency can be lost to others, so there is none.
std::vector<GrainSweep> find_grain_sweeps(const std::vector<Work>& works, const std::vector<Row>& rows,
                                          const std::vector<Cell>& cells, std::size_t& left_out);

// The same of graphs: one per size, parameters but the amount, and number of workers, if at least four amounts were
// measured.
std::vector<GrainSweep> find_amount_sweeps(const std::vector<Work>& works, const std::vector<Row>& rows,
                                           const std::vector<Cell>& cells, std::size_t& left_out);

std::vector<SizeSweep> find_size_sweeps(const std::vector<Work>& works, const std::vector<Row>& rows,
                                        const std::vector<Cell>& cells, std::size_t& left_out);

// What a runtime reaches with a kernel (or a graph: GrainSweep::title()) in the sweep with the most workers that the machine has processors for (of those
// with more, the fewest): METG(75 %), and the smallest job that it does faster than serial. Nothing if it was not measured
// along one. Pointers into the views' sweeps.
struct FoundMetg {
  const GrainSweep* sweep;
  const Metg* metg;
};
struct FoundBreakEven {
  const SizeSweep* sweep;
  const BreakEvenSize* size;
};
struct Views;
std::optional<FoundMetg> metg_of(const std::string& runtime, const std::string& kernel, const Views& views);
std::optional<FoundBreakEven> break_even_of(const std::string& runtime, const std::string& kernel,
                                            const Views& views);

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// Views: everything a report shows, as plain data. Writers (html, markdown, terminal, csv) only draw what
// stands here. Nothing is left out: a cell without a value keeps its row, its status and its reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/results/results.hpp"
#include "reports/results/trace.hpp"
#include "reports/statistics/noise.hpp"
#include "reports/views/answer.hpp"
#include "reports/views/disturbance.hpp"
#include "reports/views/fits.hpp"
#include "reports/views/overheads.hpp"
#include "reports/views/probes.hpp"
#include "reports/views/row.hpp"
#include "reports/views/splits.hpp"
#include "reports/views/sweeps.hpp"
#include "reports/views/work.hpp"

namespace parallax::reports {

// A control, the same work written by hand, and what the way through the common interface costs more.
struct ControlView {
  std::size_t by_hand;                      // row
  std::optional<std::size_t> by_interface;  // row of the twin
  Ratio cost;                               // time through the common interface / time by hand
};

// A warning, and how many values carry it.
struct Note {
  std::string text;
  std::size_t values = 0;
};

struct Views {
  std::vector<Source> sources;
  std::vector<Cell> cells;  // with all repetitions, in the order of the files
  std::vector<Row> rows;    // by kernel, work, runtime and workers; serial first, controls last
  std::vector<Work> works;  // in the order of the rows
  std::vector<std::string> kernels, runtimes;  // runtimes: serial first; neither has what probes have
  std::vector<std::string> looks;              // runtimes in the order in which they get colours and shapes
  std::vector<std::size_t> failures, unsupported;  // rows
  std::optional<std::int64_t> processors;          // that the run could use, if the file says
  std::vector<Answer> answers;
  std::vector<Answer> kernel_answers;  // the same for each kernel and kind on its own
  std::vector<GrainSweep> grain_sweeps;
  std::vector<SizeSweep> size_sweeps;
  std::size_t sweeps_left_out = 0;  // of both kinds
  std::vector<Overhead> overheads;
  std::vector<EfficiencySplit> splits;
  std::vector<FitView> fits;
  std::vector<ControlView> controls;
  std::vector<ProbeView> probes;
  Noise noise;              // the machine's own
  Disturbance disturbance;  // by others
  std::vector<Note> notes;
  std::vector<TraceCell> timelines{};  // of rows, in their order; see add_timelines()
};

// How benchmarks of other programs are sorted: as people sort names, or as they stand in the file.
enum class Order { by_name, of_file };

Views make_views(Results results, Order order = Order::by_name);

// Those of rows. Returns how many these are.
std::size_t add_timelines(Views& views, std::vector<TraceCell> timelines);

// Lets every runtime look the same in all of these results, which stand on one page.
void share_looks(std::vector<Views>& results);

}  // namespace parallax::reports

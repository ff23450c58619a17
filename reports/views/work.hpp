// SPDX-License-Identifier: MIT
// A work: what may be compared. Kernel, size, grain and parameters, with everyone who did it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/statistics/ranking.hpp"
#include "reports/views/demands.hpp"
#include "reports/views/row.hpp"

namespace parallax::reports {

// What a work consists of. Kernels of which the file says that they compute never wait; of others, and of what the
// file leaves open, the measurement decides, unless it was disturbed:
//   waiting, mixed  one worker was busy for less than a fifth, less than four fifths of the time
//   recursive       it computes, and is a tree of tasks: its cells have a cutoff
//   dependent       it computes, and is a graph of tasks: its cells say how many dependences there are
//   memory          it computes, and states the bytes that it moves
//   tiny, coarse    it computes: a chunk takes one worker less than ten microseconds, or more
//   overhead        the kernel `empty`: nothing but the cost of handing out nothing
enum class WorkKind { tiny, coarse, recursive, dependent, memory, waiting, mixed, overhead, unknown };

inline constexpr double tiny_chunk_seconds = 10e-6, waiting_share = 0.2, mixed_share = 0.8;

std::string_view kind_name(WorkKind kind);  // "tiny", ...

// True for kinds that cannot gain from more workers than processors.
inline bool computes(WorkKind kind) {
  return kind == WorkKind::tiny || kind == WorkKind::coarse || kind == WorkKind::recursive ||
         kind == WorkKind::dependent || kind == WorkKind::memory || kind == WorkKind::overhead;
}

// A runtime's fastest row on a work, and how it stands to the fastest of the others.
struct BestRow {
  std::size_t row;
  Standing standing;
};

struct Work {
  std::string kernel;
  std::optional<std::int64_t> size, grain;
  std::string parameters;  // "multiply_adds:64"
  WorkKind kind = WorkKind::unknown;
  bool is_disturbed = false;          // one of its rows is: then nobody is told apart from anybody
  std::vector<std::size_t> rows;      // by runtime and workers, serial first
  std::optional<std::size_t> serial;  // its row, if it has a value
  // What one worker takes for a chunk, a node of a tree or a task of a graph: serial, or else whoever had the fewest.
  std::optional<double> chunk_seconds;
  std::vector<BestRow> best_rows;  // one per runtime that has a value, in the order of `rows`
};

// Gathers the rows that did the same work (controls and foreign names do none), in the order of the rows, and
// sets each row's `work`. `cells` are those that the rows were made from.
std::vector<Work> gather_works(std::vector<Row>& rows, const std::vector<Cell>& cells,
                               const Demands& demands);

// The fastest row of a runtime on this work, at most at so many workers; nothing if none has a value.
std::optional<std::size_t> fastest_row(const Work& work, const std::vector<Row>& rows,
                                       const std::string& runtime, std::optional<std::int64_t> most_workers);

// The fastest row of a runtime, or null.
const BestRow* best_row_of(const Work& work, const std::vector<Row>& rows, const std::string& runtime);

// "size 4 096, grain 64, multiply_adds:64".
std::string described(const Work& work);

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// The file of `bench --trace`, as far as a report draws it: of each cell and worker, what it did and when.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace parallax::reports {

// Of the time of a worker; the last two lie within the others.
enum class Doing { calls, getting, stealing, waiting, asleep, no_processor };

struct TracePiece {
  Doing doing = Doing::calls;
  double begin = 0, end = 0;  // seconds since the cell's first region began
};

struct TraceRow {
  std::string name;  // "worker 0"
  std::vector<TracePiece> pieces;
};

struct TraceCell {
  std::string name;  // of the cell
  std::vector<TracePiece> regions;
  std::vector<TraceRow> workers;  // in the order of the file
};

// "-" is standard input. Throws ResultsError if it cannot be read or is no such file.
std::vector<TraceCell> read_trace(const std::filesystem::path& file);
// The same from memory; `file` is only what messages call it.
std::vector<TraceCell> parse_trace(std::string_view text, const std::string& file);

}  // namespace parallax::reports

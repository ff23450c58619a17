// SPDX-License-Identifier: MIT
// A cell: kernel x runtime x workers x size x grain, with every repetition measured of it.
//
// The names of benchmarks are taken apart here and nowhere else. A name that is not ours is kept whole, as
// the kernel of a cell without a runtime, so that any Google Benchmark file can be shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parallax::reports {

// Which cell it is: the parts of a name like `cube/fork/workers:2/size:4096/grain:64`.
struct CellId {
  std::string kernel;
  std::string runtime;  // empty in another project's name
  std::optional<std::int64_t> workers, size, grain;
  std::vector<std::pair<std::string, std::string>> parameters;  // the other key:value parts, by key
  bool control = false;                                         // the hand-written twin of this cell

  // Equal in two cells that did the same work, whoever did it: kernel, size, grain and parameters.
  std::string work() const;

  bool operator==(const CellId&) const = default;
};

CellId parse_cell_name(std::string_view name);

// "multiply_adds:64 depth:3", or nothing.
std::string parameters_text(const CellId& id);

// What a reader sees of a cell. There is no status for "nothing": a blank never occurs.
enum class Status {
  value,
  wrong,
  crashed,
  timed_out,
  unreadable,
  interrupted,
  failed,
  not_supported,
  aggregated
};

std::string_view status_name(Status status);
Status status_of_error(std::string_view message);

// Not supported is an answer, and so are aggregates without repetitions; what was not measured because the run was
// interrupted is none, but no failure. Every other status but a value is one, and red.
inline bool is_failure(Status status) {
  return status != Status::value && status != Status::not_supported && status != Status::aggregated &&
         status != Status::interrupted;
}

// What a program computed itself of repetitions that its file does not hold.
struct Aggregate {
  std::string name;  // "mean", "median", "stddev", or whatever the program calls it
  double value = 0;  // seconds; of a share, such as "cv": 0.04 for 4 %
  bool is_share = false;
  std::optional<double> cpu_seconds{};                // the same of the CPU time, of what is no share
  std::optional<std::pair<double, double>> bounds{};  // as the program computed them, in seconds
};

struct Cell {
  std::string name;  // as it stands in the file
  CellId id;
  std::size_t source = 0;           // which of the files it was first seen in
  std::vector<double> seconds;      // one per good repetition, in the order of the run
  std::vector<double> cpu_seconds;  // of all workers, in step with `seconds`; or none at all: not known
  std::map<std::string, std::vector<double>> counters;  // a repetition without a value adds none
  std::map<std::string, std::string> odd_counters;  // "NaN", "Infinity" or "-Infinity": the last such value
  std::vector<std::string> errors;                  // one per failed repetition
  std::size_t planned = 0;  // repetitions that the file announces; more than there are in an interrupted run
  std::string label;        // what the runtime or benchmark says of itself; the last one
  std::vector<Aggregate> aggregates;  // only where the file has no repetition of the cell
  std::vector<std::string> warnings;  // what is wrong with rows that were read all the same

  std::size_t repetitions() const { return seconds.size() + errors.size(); }
  const Aggregate* aggregate(std::string_view wanted) const;  // null if there is none of this name
};

// One failed repetition is enough: a cell that is sometimes wrong has no time worth showing.
Status status_of(const Cell& cell);

}  // namespace parallax::reports

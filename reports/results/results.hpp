// SPDX-License-Identifier: MIT
// Results: what result files say, checked and grouped into cells. The only layer that knows the file format.
//
// The format is Google Benchmark's JSON. Nothing is averaged here: rows of aggregates are passed over, and
// every repetition keeps its own numbers. Whatever cannot be understood is a ResultsError that names file and
// place; nothing is skipped in silence.
//
// Read as a stream, so a file may have a million rows. What occurs twice is a mistake, as one of the two
// would be lost or counted for more than it is:
//  - a key, among those that are used;
//  - a repetition, which is a name and a "repetition_index". That is a file pasted together, or two
//    benchmarks of one name, which are no repetitions of each other. Where no row states a
//    "repetition_index" (as old versions of Google Benchmark wrote), rows of one name are repetitions in
//    the order of the file.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "reports/results/cell.hpp"

namespace parallax::reports {

// One line of a file's context, as text: numbers as written, lists joined.
struct ContextEntry {
  std::string key, value;
};

// One result file, and where and how it was measured.
struct Source {
  std::string file;
  std::vector<ContextEntry> context;

  // The value, or nothing if the file does not state it.
  std::string_view operator[](std::string_view key) const;
};

struct Results {
  std::vector<Source> sources;
  std::vector<Cell> cells;  // in the order in which they first occur; names are unique
};

// The message is complete: "nightly.json:12:7: ..." or "nightly.json: benchmarks[3] (cube/...): ...".
class ResultsError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

Results read_results(const std::filesystem::path& file);

// The same from memory; `file` is only what messages call it.
Results parse_results(std::string_view text, const std::string& file);

}  // namespace parallax::reports

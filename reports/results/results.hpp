// SPDX-License-Identifier: MIT
// Results: what result files say, checked and grouped into cells. The only layer that knows the file formats.
//
// The format is Google Benchmark's JSON; others that hold the same are in formats/. Nothing is averaged here: every
// repetition keeps its own numbers, and aggregates count only where the file has no repetitions of a benchmark.
// Nothing is skipped in silence. A text that cannot be understood is a ResultsError that names file and place. A row
// that cannot be is a cell without a value that names its row; where it has no name, a remark of its source.
//
// Read as a stream, so a file may have a million rows. Two benchmarks may have one name: rows belong to different
// ones if Google Benchmark's "family_index" and "per_family_instance_index" differ, or if a repetition of this name
// and number was there before. The second is then called "BM_x #2", and is no repetition of the first. Where no row
// states a "repetition_index" (as old versions wrote), rows of one name are repetitions in the order of the file.
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
  std::vector<std::string> remarks{};  // what of it was not read as it stands, as complete sentences
  std::vector<std::string> notes{};    // what it says beside its cells, such as fits of complexity

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

// The text is no JSON, at the place that the message names.
class JsonError : public ResultsError {
 public:
  using ResultsError::ResultsError;
};

class ResultText;

// Of a file, or with "-" of standard input, which messages call so. It may be compressed, or be UTF-16; and a program may
// have printed lines of its own before, between and after its JSON, which are passed over with a remark.
Results read_results(const std::filesystem::path& file);
Results read_results(const ResultText& text);

// The same from memory; `file` is only what messages call it.
Results parse_results(std::string_view text, const std::string& file);

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
//
// The text of a journal: JSON, one line for the run and then one for each process that was measured.
//
//   {"journal":1,"program":...,"arguments":[...],...,"context":{...}}
//   {"trial":false,"took_s":0.21,"row":{"name":"cube/fork/...","iterations":41,"real_time":...}}
//
// Context and rows are those of Google Benchmark's JSON, so that whoever reads results can read them as well. A trial has
// found out how many iterations a repetition needs, and is none itself. A line that was cut off is none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "benches/harness/cell.hpp"
#include "benches/harness/journal/run_facts.hpp"

namespace parallax {

// One process of a cell.
struct RecordedRun {
  std::string cell;  // its name
  std::int64_t iterations = 1;
  Outcome outcome;
  double took_seconds = 0;  // the whole process, by the clock of the conductor
  bool is_trial = false;
};

// Which repetition a row is, of how many.
struct Repetition {
  std::size_t index = 0, planned = 1;
};

// Both end with a newline.
std::string line_of(const RunFacts& facts);
std::string line_of(const RecordedRun& run, const Cell& cell, Repetition repetition);

// The facts as they are when they have been written and read: what is no text is replaced.
RunFacts as_read(RunFacts facts);

// Nothing if the line is none of these, or cut off.
std::optional<RunFacts> facts_of(std::string_view line);
std::optional<RecordedRun> run_of(std::string_view line);

}  // namespace parallax

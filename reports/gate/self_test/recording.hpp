// SPDX-License-Identifier: MIT
// A recording: many arms of the specimen, measured side by side once, so that thousands of runs of a gate can
// be played from it, and other rules than ours be tried on the very same data.
//
// In every round each cell is run once as it is (base), once more as it is (control), and once with each
// change; all in random order within some seconds. A played run takes pairs from there.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "reports/gate/process.hpp"
#include "reports/gate/settings.hpp"
#include "reports/gate/wrong_use.hpp"

namespace parallax::reports::gate {

// One change of one cell: what the specimen is told, or another build of it.
struct Change {
  std::string name;     // "uniform", "allocation", ...
  double percent = 0;   // of uniform
  std::string cell;     // the only one that it changes; empty: a build that should change none
  std::string program;  // another build; empty: the same one
  std::vector<std::string> arguments;
};

struct RecordedArm {
  std::size_t change;                       // its number; npos: the cell as it is
  std::vector<std::vector<double>> rounds;  // repetitions of each round, seconds; an empty round was excluded
};

struct RecordedCell {
  std::string name;
  std::vector<RecordedArm> arms;  // three as it is, then those changes that concern the cell
};

struct Recording {
  std::string program;
  std::string noise;  // what else ran meanwhile
  std::vector<Change> changes;
  std::vector<RecordedCell> cells;
  std::size_t rounds = 0;
  std::string ended{};  // why it is shorter than was asked for, if a visit failed; not kept in a file

  static constexpr std::size_t unchanged_arms = 3;
  static constexpr std::size_t unchanged = static_cast<std::size_t>(-1);
};

// The cells of the specimen that are recorded, and the changes that they can suffer.
std::vector<std::string> specimen_cells();
std::vector<Change> uniform_changes(const std::vector<double>& percents);
std::vector<Change> realistic_changes();
std::vector<Change> harmless_changes(const std::filesystem::path& folder);  // rebuilt, shifted

// Stops early, with the rounds that are complete, if there is a signal, a visit fails or `seconds` are over.
// Throws std::runtime_error if the first visits fail.
Recording record(const std::filesystem::path& specimen, const std::vector<Change>& changes,
                 std::size_t rounds, double seconds, const Settings& settings, Interruptions& interruptions);

// The message is complete.
class RecordingError : public WrongUse {
 public:
  using WrongUse::WrongUse;
};

// JSON. Reading throws RecordingError with the file's name.
std::string to_json(const Recording& recording);
Recording read_recording(const std::filesystem::path& file);

}  // namespace parallax::reports::gate

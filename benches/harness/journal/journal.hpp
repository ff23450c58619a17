// SPDX-License-Identifier: MIT
//
// The journal of a run: a file to which each process that was measured is added as soon as it has ended, so that whatever
// ends the run leaves what was measured until then. It belongs to one run at a time.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "benches/harness/journal/journal_text.hpp"
#include "support/descriptor.hpp"

namespace parallax {

class Journal {
 public:
  // A new one. What an earlier run has left there is renamed to FILE.old, which is told. Throws UsageError if another run
  // is writing it, std::system_error if it cannot be made.
  static Journal begun(const std::filesystem::path& file, const RunFacts& facts);
  // That of a run that was cut off. Throws UsageError if there is none, or if another run is writing it.
  static Journal reopened(const std::filesystem::path& file);

  const std::filesystem::path& file() const { return file_; }
  // Of the run as it was begun.
  const RunFacts& facts() const { return facts_; }
  // What was there when it was reopened; given away.
  std::vector<RecordedRun> take_earlier_runs() { return std::move(earlier_); }

  // Where this cannot be written, that is told once, and the run goes on.
  void add(const RecordedRun& run, const Cell& cell, std::size_t planned_repetitions);
  // The result has been kept elsewhere.
  void remove();

 private:
  Journal(std::filesystem::path file, Descriptor descriptor);
  void read_earlier();
  std::size_t count(const std::string& cell, std::int64_t iterations);
  bool write(std::string text);

  struct Runs {
    std::int64_t iterations = 0;
    std::size_t count = 0;
  };

  std::filesystem::path file_;
  Descriptor descriptor_;
  RunFacts facts_;
  std::vector<RecordedRun> earlier_;
  std::map<std::string, Runs> runs_;  // by cell, with the largest number of iterations so far
  bool is_torn_ = false;              // its last line is not whole
  bool has_failed_ = false;
};

// The arguments of a run that was cut off. Throws UsageError.
std::vector<std::string> arguments_of_journal(const std::filesystem::path& file);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// The file of --benchmark_out while its run lasts. What was there before stays until the new result is whole and takes its
// place in one step; what is measured meanwhile is in a journal beside it.
//
//   r.json           the result of the run before, then that of this one
//   r.json.part      this one while Google Benchmark writes it
//   r.json.journal   what this run has measured; gone when r.json is there
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "benches/harness/journal/journal.hpp"

namespace parallax {

// Of a result file, or of a journal itself.
std::filesystem::path journal_of(const std::filesystem::path& file);

class ResultFile {
 public:
  // Throws UsageError if `target` cannot be written. A device or a pipe is written to as it stands, and has no journal;
  // so is a file in a folder where none can be made; one for which there is no room is refused. `resume`: goes on with
  // the journal beside it, if that is of the same run, else throws UsageError.
  ResultFile(const std::filesystem::path& target, const RunFacts& facts, bool resume);
  ~ResultFile();
  ResultFile(const ResultFile&) = delete;
  ResultFile& operator=(const ResultFile&) = delete;

  // Where the result is to be written.
  const std::filesystem::path& path() const { return written_; }
  // Null if there is none.
  Journal* journal() { return journal_ ? &*journal_ : nullptr; }

  // The result is whole: it takes the target's place. Throws std::system_error.
  void keep();
  // The run was interrupted: as keep(), unless that would replace a result of an earlier run, and the journal stays.
  // Without anything measured nothing stays. Returns what a person should know, or nothing.
  std::string keep_cut_off(bool has_rows);

 private:
  void go_on(const RunFacts& facts);
  void begin(const std::filesystem::path& named, RunFacts facts);
  void replace_target();

  std::filesystem::path target_, written_;
  std::optional<Journal> journal_;
};

}  // namespace parallax

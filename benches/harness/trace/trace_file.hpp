// SPDX-License-Identifier: MIT
//
// The file of --trace while its run lasts: keeps the timeline of each cell's last repetition, and writes all of them at
// the end. What was there before stays until the new file is whole.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/trace/timeline.hpp"

namespace parallax {

class TraceFile {
 public:
  // Of all cells together. More than this no program draws.
  static constexpr std::size_t most_slices = 400'000;

  // Throws UsageError if the file cannot be written.
  explicit TraceFile(std::filesystem::path file, std::size_t room = most_slices);

  // A repetition of a cell was measured.
  void add(const Cell& cell, const Outcome& outcome);
  // Writes what was measured. Throws std::system_error.
  void write() const;
  // The run was interrupted: as write(), unless that would replace an earlier file.
  void write_cut_off() const;
  // What is not in it, a sentence each.
  std::vector<std::string> remarks() const;

 private:
  std::filesystem::path file_;
  std::size_t room_;
  bool replaces_;
  std::map<std::string, std::size_t> places_;  // in timelines_, by the cell's name
  std::vector<Timeline> timelines_;
  std::vector<std::size_t> slices_;   // of each
  std::map<std::string, bool> left_;  // cells without a timeline: whether for want of room
};

}  // namespace parallax

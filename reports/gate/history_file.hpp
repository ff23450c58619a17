// SPDX-License-Identifier: MIT
// The file of a history: JSON Lines, one measured commit each, only ever appended to, so that it merges and
// diffs well in a branch of the repository.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "reports/gate/history.hpp"

namespace parallax::reports::gate {

// Larger than a line of 50,000 cells; a longer one is no history and is not read into memory.
inline constexpr std::size_t longest_history_line = std::size_t{16} << 20;

// The records in the order of their dates, those of one date in the order of the file. Of lines with the
// same commit, reference and machine the last one counts: a commit that was measured again replaces what was
// measured before, in its place. Empty lines are passed over.
//
// Throws HistoryError "history.jsonl:12: …" for the first line that is wrong, and std::system_error if the
// file cannot be read. A line that ends in the middle is a TornLine, unless the caller wants to know of them:
// then they are skipped and what would have been thrown is added to `torn`, so that one crash does not end a
// history.
std::vector<HistoryRecord> read_history(const std::filesystem::path& file,
                                        std::vector<std::string>* torn = nullptr);

// Adds one line, by one write that is on the disk when this returns; others may append at the same time. What
// stands in the file is not read: a torn line at its end is ended first, so that this one begins on its own.
// If it fails the file is as before, as far as the system allows. Makes the file if there is none. Throws
// std::system_error that names the call.
void append_history(const std::filesystem::path& file, const HistoryRecord& record);

}  // namespace parallax::reports::gate

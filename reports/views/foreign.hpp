// SPDX-License-Identifier: MIT
// Benchmarks of other programs, which have no runtime and no workers: what is said of them, in the words of their files.
#pragma once

#include <string>
#include <vector>

#include "reports/views/views.hpp"

namespace parallax::reports {

inline bool is_foreign(const Row& row) { return row.id.runtime.empty() && !row.id.control; }

// Whether there is nothing else.
bool is_foreign(const Views& views);

// The rows of such benchmarks, in the order of the report.
std::vector<std::size_t> foreign_rows(const Views& views);

// What stands where there is no time: "skipped: needs AVX512", "failed: ...", "mean 50 ns, median 51 ns".
std::string foreign_message(const Row& row);

// "items 1.2 M/s, bytes 3.1 MiB/s, hits 17, misses NaN". A name does not tell the unit of another program's counter, but
// for those that Google Benchmark has itself.
std::string foreign_counters(const Row& row);

// What was measured, as far as the file says; else the name of the file.
std::string program_of(const Source& source);

// "3 benchmarks, 1 failed, 2 skipped".
std::string foreign_counts(const Views& views);

}  // namespace parallax::reports

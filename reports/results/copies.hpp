// SPDX-License-Identifier: MIT
// Copies: the same repetitions in two files. Counted twice they would make a report surer than the measurement
// was.
//
// No two runs have the same times to the last digit and the same date. So a copy is known by its numbers,
// whatever its name, and a part of a run that was copied while it went on is known, too.
#pragma once

#include "reports/results/results.hpp"

namespace parallax::reports {

// The same cells with the same numbers, whatever the files say of where they come from.
bool have_same_numbers(const Results& one, const Results& other);

// The same context and the same cells with the same numbers.
bool is_copy(const Results& one, const Results& other);

// One run in two files: both state the same date. (What both were measured with is for the caller to know.)
bool is_of_one_date(const Source& one, const Source& other);

// Every repetition of `part`, failed ones too, is one of `whole` with the same numbers.
bool is_part_of(const Cell& part, const Cell& whole);

}  // namespace parallax::reports

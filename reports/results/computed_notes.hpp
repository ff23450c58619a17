// SPDX-License-Identifier: MIT
// What a program has computed of its measurements, beside means and deviations, as notes: fits of complexity, and
// statistics of its own.
#pragma once

#include <string>
#include <string_view>

#include "reports/results/result_row.hpp"

namespace parallax::reports {

// A name without this end, if it has it.
std::string_view without_end(std::string_view name, const std::string& end);

// Whose complexity a row is a fit of, or nothing. Old versions say so by the name only. Throws RowError.
std::string_view fitted(ResultRow& row);
std::string fit_note(ResultRow& row, std::string_view of);  // throws RowError

// Whether an aggregate says what repetitions do not.
bool is_own_statistic(std::string_view called);
std::string statistic_note(const ResultRow& row, const std::string& cell,
                           const std::string& called);  // throws RowError

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// Result files as people name them: a file, a folder that has some, or nothing at all.
#pragma once

#include <filesystem>
#include <optional>

#include "reports/results/results.hpp"

namespace parallax::reports {

// The result file in a folder that was changed last; of several, the last by name. Pages, texts, comparisons
// and whatever else lies there do not count, and folders in it are not searched.
std::optional<std::filesystem::path> newest_results(const std::filesystem::path& folder);

// A file as it is, a folder as its newest result file. Throws ResultsError where there is none, which says
// what is there instead.
std::filesystem::path results_named(const std::filesystem::path& name);

// As read_results(). Of a file that holds no results the error says what it is, and what to type.
Results read_given(const std::filesystem::path& file);

}  // namespace parallax::reports

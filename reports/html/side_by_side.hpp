// SPDX-License-Identifier: MIT
// The page of several results that must not be merged: where they differ, their contexts beside each other,
// and a switch between them, each with all that its own page would have.
//
// The switch works without a script: every result is in the page, and one is shown. With the script the chosen
// one alone stays (page/results.js), so that charts and choices work as on a page of its own.
#pragma once

#include <string>
#include <vector>

#include "reports/views/differences.hpp"

namespace parallax::reports::html {

// More whole results would make a page too heavy to open. The differences have all.
inline constexpr std::size_t most_whole_results = 8;

std::string side_by_side_page(const std::vector<Views>& results, const Differences& found);

}  // namespace parallax::reports::html

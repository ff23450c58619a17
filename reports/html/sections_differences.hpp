// SPDX-License-Identifier: MIT
// What a page of several results has above them. Complete without JavaScript; pictures are drawn here.
#pragma once

#include <vector>

#include "reports/html/markup.hpp"
#include "reports/views/differences.hpp"

namespace parallax::reports::html {

// Names, files, machines and programs of the results, why they are not one, and the list of contents.
Markup side_by_side_header(const Differences& found, const std::vector<Views>& results);

// "Where they differ": the sentence, the fastest way to do each work, kernels, runtimes and cells.
Markup differences_section(const Differences& found, const std::vector<Views>& results);

// The contexts in columns, what differs marked.
Markup contexts_section(const Differences& found);

// Slopes: a picture for each kernel, an axis for each result, a line for each runtime. Nothing if no cell is
// in all results.
Markup slopes(const Differences& found, const Views& first);

// Of a list of cells or works; the gains and losses that are largest are drawn.
inline constexpr std::size_t most_difference_rows = 1000, most_difference_strips = 60;

}  // namespace parallax::reports::html

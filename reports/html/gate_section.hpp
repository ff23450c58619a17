// SPDX-License-Identifier: MIT
// The gate's part of a page: the answer, a forest plot, the order of the run, what could have been seen, all
// numbers. Drawn here, as pictures that need no script.
//
// Widths are shares of whatever there is, heights are pixels: nothing is scaled, so that a telephone shows
// letters of the same size. Names are escaped, and lose what would turn the direction of writing.
#pragma once

#include "reports/gate/comparison.hpp"
#include "reports/html/markup.hpp"

namespace parallax::reports::html {

// Of the forest plot, and of what could have been seen. What is left out is said and stands in the table.
inline constexpr std::size_t most_gate_rows = 200;
// Cells whose every visit is drawn.
inline constexpr std::size_t most_run_orders = 12;

// Without a heading of its own; parts have <h3>.
Markup gate(const gate::Comparison& comparison);

// Its parts, in order.
Markup gate_answer(const gate::Comparison& comparison);     // headline and a chip for each verdict
Markup gate_forest(const gate::Comparison& comparison);     // ratios with intervals and thresholds
Markup gate_run_order(const gate::Comparison& comparison);  // every visit of the cells that matter
Markup gate_power(const gate::Comparison& comparison);  // base against base, smallest slowdown that is seen
Markup gate_table(const gate::Comparison& comparison);  // all cells and metrics, folded away

// What was compared, where and how.
Markup gate_provenance(const gate::Comparison& comparison);

}  // namespace parallax::reports::html

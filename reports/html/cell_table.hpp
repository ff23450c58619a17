// SPDX-License-Identifier: MIT
// Tables: all cells, and the hand-written controls. Plain HTML; the page's script adds sorting and filtering.
#pragma once

#include "reports/html/markup.hpp"
#include "reports/views.hpp"

namespace parallax::reports::html {

// Each row has the id "cell-<index>", which pictures and lists link to.
Markup cell_table(const Views& views);
Markup control_table(const Views& views);

}  // namespace parallax::reports::html

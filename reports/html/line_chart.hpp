// SPDX-License-Identifier: MIT
// Line chart: speed-up against grain, one line per runtime, as inline SVG. Shows from which task size on it
// pays.
#pragma once

#include "reports/html/markup.hpp"
#include "reports/views.hpp"

namespace parallax::reports::html {

// One axis for all sweeps of a kernel, so that they can be compared by eye.
Markup line_chart(const Sweep& sweep, const KernelView& kernel, const Views& views);

}  // namespace parallax::reports::html

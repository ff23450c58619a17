// SPDX-License-Identifier: MIT
// Bar chart: the runtimes on one piece of work against serial, as inline SVG.
//
// The axis is logarithmic and bars start at 1: twice as fast and half as fast are equally far from it. A cell
// that failed stands in its place in red, with its name and message.
#pragma once

#include "reports/html/markup.hpp"
#include "reports/views.hpp"

namespace parallax::reports::html {

// One axis for all cases of a kernel, so that they can be compared by eye.
Markup bar_chart(const Case& one, const KernelView& kernel, const Views& views);

}  // namespace parallax::reports::html

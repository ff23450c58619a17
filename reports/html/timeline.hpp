// SPDX-License-Identifier: MIT
// A timeline: a row for each worker, in it what it did from the left to the right. Drawn without text inside, so that it is
// as wide as there is room for.
#pragma once

#include "reports/html/markup.hpp"
#include "reports/results/trace.hpp"

namespace parallax::reports::html {

// Rows beyond these are left out, which is said.
inline constexpr std::size_t most_timeline_rows = 64;

// "computing", "waiting for the others", ...: what the legend calls it, and its class of the style sheet.
struct DoingLook {
  Doing doing;
  std::string_view text, style;
};
inline constexpr std::array doing_looks{DoingLook{Doing::calls, "in kernel code", "c0"},
                                        DoingLook{Doing::getting, "getting work", "c2"},
                                        DoingLook{Doing::stealing, "stealing", "c6"},
                                        DoingLook{Doing::waiting, "waiting for the others", "c1"},
                                        DoingLook{Doing::no_processor, "without a processor", "c3"},
                                        DoingLook{Doing::asleep, "asleep", "c7"}};

Markup timeline(const TraceCell& cell);

}  // namespace parallax::reports::html

// SPDX-License-Identifier: MIT
// A comparison as Markdown: a comment on a pull request, or the summary of a job.
#pragma once

#include <string>
#include <string_view>

#include "reports/gate/comparison.hpp"

namespace parallax::reports::gate {

// The first line: by it a workflow finds the comment that it wrote before and replaces it.
inline constexpr std::string_view comment_marker = "<!-- parallax-gate -->";

// At most text::most_markdown bytes; what does not fit is left out, and how much is said. No text of a
// program is a link, a mention, HTML or the end of what it stands in.
std::string markdown(const Comparison& comparison);

}  // namespace parallax::reports::gate

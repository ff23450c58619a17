// SPDX-License-Identifier: MIT
// Results side by side as Markdown, for a pull request or a wiki.
#pragma once

#include <string>
#include <vector>

#include "reports/views/differences.hpp"

namespace parallax::reports::text {

// What does not fit into a comment is left out, and how much is said.
std::string differences_markdown(const Differences& found, const std::vector<Views>& results);

}  // namespace parallax::reports::text

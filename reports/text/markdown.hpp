// SPDX-License-Identifier: MIT
// The report as Markdown, for a pull request or a wiki: the answer as a table, everything else folded away.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/views/views.hpp"

namespace parallax::reports::text {

// A comment on GitHub holds 65,536 characters. What does not fit is left out, and how much is said.
inline constexpr std::size_t most_markdown = 60'000;

std::string markdown(const Views& views);

// A text from a file as a code span that stays inside of a table's cell: nothing in it is a link, a mention,
// HTML or the end of the cell.
std::string code_span(std::string_view text);

}  // namespace parallax::reports::text

// SPDX-License-Identifier: MIT
// Filling a template: every {{name}} becomes the markup of that name.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "reports/html/markup.hpp"

namespace parallax::reports::html {

// Throws std::logic_error for a name without a part: that is a bug of ours, not of a file. What is filled in
// is not looked at again, and {{ that no name follows stays, as scripts have it.
std::string filled(std::string_view text, const std::map<std::string_view, Markup>& parts);

}  // namespace parallax::reports::html

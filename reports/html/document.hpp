// SPDX-License-Identifier: MIT
// A page without a script, in the report's style: what the gate writes.
#pragma once

#include <string>

#include "reports/html/markup.hpp"

namespace parallax::reports::html {

// One file that makes no request. `title` is any text, `header` stands below the heading.
std::string document(const std::string& title, const std::string& heading, const Markup& header,
                     const Markup& sections);

}  // namespace parallax::reports::html

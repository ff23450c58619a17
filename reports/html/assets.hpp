// SPDX-License-Identifier: MIT
// Files of this folder that the build puts into the program (embed.cmake).
#pragma once

#include <string_view>

namespace parallax::reports::html {

// page.html with page.css and page.js inside and their hashes in its content security policy. What is left to
// fill in stands as {{name}}.
extern const std::string_view page_template;

}  // namespace parallax::reports::html

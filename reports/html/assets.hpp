// SPDX-License-Identifier: MIT
// The templates of pages, which the build makes (build.mjs, or build_without_node.cmake) and puts into the
// program.
#pragma once

#include <string_view>

namespace parallax::reports::html {

// page.html with style and script inside and their hashes in its content security policy. What is left to
// fill in stands as {{name}}.
std::string_view page_template();

// Whether that page draws charts: not where there was no node when this program was built.
bool has_charts();

// document.html likewise; it has no script.
std::string_view document_template();

}  // namespace parallax::reports::html

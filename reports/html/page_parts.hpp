// SPDX-License-Identifier: MIT
// What a result fills the page's template with.
#pragma once

#include <map>
#include <string_view>

#include "reports/gate/comparison.hpp"
#include "reports/html/markup.hpp"
#include "reports/views/views.hpp"

namespace parallax::reports::html {

// Everything but the data of the charts. `comparison` may be null.
std::map<std::string_view, Markup> page_parts(const Views& views, const gate::Comparison* comparison);

}  // namespace parallax::reports::html

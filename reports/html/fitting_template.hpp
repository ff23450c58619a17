// SPDX-License-Identifier: MIT
// The page's template without the sections that a result has nothing for, and with the words for what it has.
#pragma once

#include <string>
#include <string_view>

#include "reports/views/views.hpp"

namespace parallax::reports::html {

// Results of other programs have no runtimes, works and resources, and "a process of its own" is not true of their
// repetitions. The template stays as it is for all others.
std::string fitting_template(std::string_view whole, const Views& views);

}  // namespace parallax::reports::html

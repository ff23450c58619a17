// SPDX-License-Identifier: MIT
// The data of the charts, as JSON that stands in the page itself; page/data.js reads it.
#pragma once

#include <string>

#include "reports/views/views.hpp"

namespace parallax::reports::html {

// Safe inside <script type="application/json">.
std::string data(const Views& views);

}  // namespace parallax::reports::html

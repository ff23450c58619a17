// SPDX-License-Identifier: MIT
// Plain text for a terminal, for every writer of reports.
#pragma once

#include "support/plain_text.hpp"

namespace parallax::reports::text {

using parallax::text::left;
using parallax::text::printable;
using parallax::text::right;
using parallax::text::shortened;
using parallax::text::width;
using parallax::text::wrapped;

}  // namespace parallax::reports::text

// SPDX-License-Identifier: MIT
// All cells as comma-separated values (RFC 4180): a heading, then one line per cell, numbers with all their
// digits.
//
// A text that a spreadsheet would take for a formula (it begins with = + - @ or a tab) gets an apostrophe in
// front.
#pragma once

#include <string>

#include "reports/views/views.hpp"

namespace parallax::reports::text {

std::string csv(const Views& views);

}  // namespace parallax::reports::text

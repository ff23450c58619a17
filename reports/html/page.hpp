// SPDX-License-Identifier: MIT
// The page: one HTML file that needs nothing but itself. It opens from disk, without a network and without
// JavaScript.
//
// Equal views give equal pages, byte for byte: no clock, no machine, no random number gets in.
#pragma once

#include <string>

#include "reports/gate/comparison.hpp"
#include "reports/views/views.hpp"

namespace parallax::reports::html {

// With a comparison the page has the gate's section too; without one, not even its heading.
std::string page(const Views& views, const gate::Comparison* comparison = nullptr);

}  // namespace parallax::reports::html

// SPDX-License-Identifier: MIT
// The gate's page: a comparison on its own, with its provenance. One file that makes no request and has no
// script.
//
// Equal comparisons give equal pages, byte for byte.
#pragma once

#include <string>

#include "reports/gate/comparison.hpp"
#include "reports/html/markup.hpp"

namespace parallax::reports::html {

// `history` are whole sections, put after that of the gate.
std::string gate_page(const gate::Comparison& comparison, const Markup& history = {});

}  // namespace parallax::reports::html

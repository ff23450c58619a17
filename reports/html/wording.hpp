// SPDX-License-Identifier: MIT
// What several parts of the page say in the same words: a cell in one sentence, a piece of work, an interval.
#pragma once

#include <string>

#include "reports/views.hpp"

namespace parallax::reports::html {

// "cube/fork, 2 workers: 1.93× (1.88–1.97), 1.23 ms", or its failure.
std::string described(const Row& row);

// "size 4 096, grain 64, multiply_adds:64".
std::string described(const Case& one);
std::string described(const Sweep& sweep);

// Why it is no better known: the warnings in one line, or the confidence.
std::string sureness(const Estimate& estimate);

}  // namespace parallax::reports::html

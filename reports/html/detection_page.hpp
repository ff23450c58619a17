// SPDX-License-Identifier: MIT
// The page of the gate's tests of itself: how large a slowdown must be to be found, and what is called one
// without being one. No script.
#pragma once

#include <string>
#include <vector>

#include "reports/gate/self_test/detection.hpp"

namespace parallax::reports::html {

// `about` is one sentence: from how many rounds, beside what.
std::string detection_page(const std::vector<gate::DetectionRow>& rows, const std::string& about);

}  // namespace parallax::reports::html

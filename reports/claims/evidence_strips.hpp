// SPDX-License-Identifier: MIT
// The pictures of the claims page: a row for each evidence, its interval against the range that speaks for
// the claim, on an axis that all of its kind share.
#pragma once

#include <vector>

#include "reports/claims/claim.hpp"
#include "reports/html/markup.hpp"

namespace parallax::reports::claims {

html::Markup evidence_strips(const std::vector<Evidence>& evidence);

const char* shape_of(Verdict verdict);

}  // namespace parallax::reports::claims

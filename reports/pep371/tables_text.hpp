// SPDX-License-Identifier: MIT
// PEP 371's tables beside ours, as Markdown that is readable as it stands.
#pragma once

#include <string>
#include <vector>

#include "reports/pep371/tables.hpp"

namespace parallax::reports::pep371 {

std::string text(const Tables& tables, const std::vector<QueueMessage>& messages);

}  // namespace parallax::reports::pep371

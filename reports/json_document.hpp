// SPDX-License-Identifier: MIT
// A JSON text turned into a document, with the line and column of whatever is wrong with it.
//
// Google Benchmark writes NaN and Infinity where a value could not be computed (the variation of a counter
// that is always 0 is enough), which JSON has no words for. They are read as null, as most other writers
// would put it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace parallax::reports {

// Throws ResultsError. `file` is what messages call the text.
nlohmann::ordered_json parse_json(const std::string& text, const std::string& file);

}  // namespace parallax::reports

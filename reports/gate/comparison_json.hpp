// SPDX-License-Identifier: MIT
// A comparison as JSON: everything in it, every visit with its raw samples. comparison.schema.json says the
// shape.
//
// What is written is read back equal, doubles bit for bit; except for bytes that are no UTF-8, which JSON
// cannot hold and which become U+FFFD. A number that is not finite is a bug of whoever computed it: it is
// written as null, so that the rest of a long run is not lost, and refused when read.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "reports/gate/comparison.hpp"
#include "reports/gate/wrong_use.hpp"

namespace parallax::reports::gate {

// The number of the format: another one is refused.
inline constexpr int comparison_schema = 1;

// The message is complete: "gate.json:12:7: ..." where it is no JSON, "gate.json: visits[3].wall[0]: is a
// string, not a number" where it says something else than a comparison does.
class ComparisonError : public WrongUse {
 public:
  using WrongUse::WrongUse;
};

std::string to_json(const Comparison& comparison);

// `file` is only what messages call it. Throws ComparisonError.
Comparison comparison_of_json(std::string_view text, const std::string& file);

// Likewise, also if the file cannot be read.
Comparison read_comparison(const std::filesystem::path& file);

}  // namespace parallax::reports::gate

// SPDX-License-Identifier: MIT
//
// What stands behind a flag's '=': texts into values. All throw UsageError, which names the flag.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "runtimes/settings.hpp"

namespace parallax {

// "5ms", "100us", "2s", "3m", "1h"; a bare number is in milliseconds.
std::chrono::microseconds duration_of(const std::string& flag, const std::string& text);

// Of --budget: with a unit, and a second at least.
std::chrono::milliseconds budget_of(const std::string& text);

// Of a number from 1 to `most`: what is wrong with the text, empty if nothing is.
std::string no_whole_number(const std::string& text, std::uint64_t most);

// "100", "5ms", and back.
std::string setting_text(const Setting& setting, std::int64_t value);
std::int64_t setting_value(const Setting& setting, const std::string& text);

// Of "multiply_adds:64,1024".
std::string parameter_name(const std::string& text);
// Words that some kernel has for this parameter's values are their numbers.
std::vector<std::uint64_t> parameter_values(const std::string& text);

}  // namespace parallax

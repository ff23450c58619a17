// SPDX-License-Identifier: MIT
//
// Flags as people type them who have not read the help.
#pragma once

#include <string>
#include <vector>

namespace parallax {

// A flag's usual spelling: "--filter=x" and "--benchmark-filter=x" are "--benchmark_filter=x". Other words
// stay as they are.
std::string usual_spelling(const std::string& word);

// What is wrong with a flag that does not exist, and which one was most likely meant: "there is no
// --threads; did you mean --workers=4?". `own` are the flags that are not Google Benchmark's.
std::string unknown_flag_text(const std::string& word, const std::vector<std::string>& own);

// Throws UsageError for a flag of Google Benchmark that lacks its value, as in "--benchmark_filter cube".
void require_value(const std::string& word, const std::string& next);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// Whether kernels and probes can do anything with the values of --parameter: each says of its parameters which values they
// may have.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/kernel.hpp"

namespace parallax {

// Which of the case's values its kernel or probe does not take, and which it would: "cpu_percent:101: crawl takes 0 to
// 100". Nothing if it takes them all.
std::optional<std::string> out_of_range(std::string_view whose,
                                        const std::array<Parameter, max_parameters>& parameters,
                                        const Case& values);

// Throws UsageError if there is a parameter that no chosen cell has.
void require_used_parameters(const std::map<std::string, std::vector<std::uint64_t>>& asked,
                             const std::vector<Cell>& cells);

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// The names that people can type: of kernels and probes, of runtimes and mechanisms.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parallax {

bool is_kernel_or_probe(std::string_view name);
bool is_runtime_or_mechanism(std::string_view name);

// Each once, kernels first.
std::vector<std::string> all_names();

// Of a kernel or runtime that this build is without.
std::optional<std::string> why_missing(std::string_view name);

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "benches/harness/parameter_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "benches/support/usage_error.hpp"

namespace parallax {

std::optional<std::string> out_of_range(std::string_view whose,
                                        const std::array<Parameter, max_parameters>& parameters,
                                        const Case& values) {
  for (std::size_t i = 0; i < max_parameters; ++i) {
    const Parameter& parameter = parameters[i];
    const std::uint64_t value = values.values[i];
    if (parameter.name.empty() || (value >= parameter.least && value <= parameter.most)) continue;
    return fmt::format("--parameter={}:{}: {} takes {} to {}", parameter.name, value, whose, parameter.least,
                       parameter.most);
  }
  return {};
}

void require_used_parameters(const std::map<std::string, std::vector<std::uint64_t>>& asked,
                             const std::vector<Cell>& cells) {
  for (const auto& [name, values] : asked) {
    const bool is_used = std::any_of(cells.begin(), cells.end(), [&wanted = name](const Cell& cell) {
      const auto names = cell.subject->parameter_names();
      return std::find(names.begin(), names.end(), wanted) != names.end();
    });
    if (!is_used)
      throw UsageError(fmt::format(
          "--parameter={}: none of the chosen cells has it; --list-kernels says whose it is", name));
  }
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "reports/views/demands.hpp"

#include <array>
#include <utility>

namespace parallax::reports {

Demands::Demands(const std::vector<Source>& sources) {
  constexpr std::array<std::pair<std::string_view, Demand>, 4> keys{{{"kernels_cpu", Demand::computing},
                                                                     {"kernels_trees", Demand::computing},
                                                                     {"kernels_io", Demand::waiting},
                                                                     {"kernels_mixed", Demand::both}}};
  for (const auto& source : sources)
    for (const auto& [key, demand] : keys)
      for (auto rest = source[key]; !rest.empty();) {
        const auto name = rest.substr(0, rest.find(','));
        demands_.emplace(name, demand);
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
      }
}

Demand Demands::of(const std::string& kernel) const {
  const auto found = demands_.find(kernel);
  return found == demands_.end() ? Demand::unknown : found->second;
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// How a runtime looks, the same in every picture of a page. The style sheet gives each number its colour.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "reports/views.hpp"

namespace parallax::reports::html {

inline constexpr std::size_t colours = 10;

// 0 is serial's, whether or not it was measured.
inline std::size_t colour_of(const std::string& runtime, const Views& views) {
  if (runtime == "serial") return 0;
  const auto& all = views.runtimes;
  const auto place = static_cast<std::size_t>(std::find(all.begin(), all.end(), runtime) - all.begin());
  const bool has_serial = !all.empty() && all.front() == "serial";
  return 1 + (place - (has_serial ? 1 : 0)) % (colours - 1);
}

}  // namespace parallax::reports::html

// SPDX-License-Identifier: MIT
#include "reports/estimate_text.hpp"

#include "support/units.hpp"

namespace parallax::reports {
namespace {

template <class RangeText>
std::string interval_text(const Estimate& estimate, RangeText range_text) {
  if (estimate.is_exact()) return {};
  const auto& interval = estimate.interval();
  return interval ? range_text(interval->low, interval->high) : "no interval";
}

std::string with(const std::string& value, const std::string& interval) {
  return interval.empty() ? value : value + " (" + interval + ")";
}

}  // namespace

std::string ratio_interval_text(const Estimate& ratio) { return interval_text(ratio, ratio_range_text); }

std::string seconds_interval_text(const Estimate& seconds) {
  return interval_text(seconds, seconds_range_text);
}

std::string ratio_with_interval(const Estimate& ratio) {
  return with(ratio_text(ratio.point()), ratio_interval_text(ratio));
}

std::string seconds_with_interval(const Estimate& seconds) {
  return with(seconds_text(seconds.point()), seconds_interval_text(seconds));
}

}  // namespace parallax::reports

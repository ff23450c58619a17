// SPDX-License-Identifier: MIT
// Words.
#include "reports/html/wording.hpp"

#include <fmt/format.h>

#include "reports/units.hpp"

namespace parallax::reports::html {
namespace {

std::string listed(std::optional<std::int64_t> size, std::optional<std::int64_t> grain,
                   const std::string& parameters) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (size) add("size " + count_text(*size));
  if (grain) add("grain " + count_text(*grain));
  if (!parameters.empty()) add(parameters);
  return text.empty() ? "no parameters" : text;
}

}  // namespace

std::string described(const Row& row) {
  auto text = fmt::format("{} on {}", row.id.kernel, row.id.runtime);
  if (row.id.workers) text += fmt::format(", {} worker{}", *row.id.workers, *row.id.workers == 1 ? "" : "s");
  text += ": ";
  if (row.face != Face::value) return text + row.message;
  if (!row.speedup.estimate) return text + seconds_text(row.seconds->value) + ", " + row.speedup.reason;
  text += ratio_text(row.speedup.estimate->value);
  if (const auto& interval = row.speedup.estimate->interval)
    text += " (" + ratio_range_text(interval->low, interval->high) + ")";
  return text + ", " + seconds_text(row.seconds->value);
}

std::string described(const Case& one) { return listed(one.size, one.grain, one.parameters); }

std::string described(const Sweep& sweep) {
  auto text =
      sweep.workers ? fmt::format("{} worker{}, ", *sweep.workers, *sweep.workers == 1 ? "" : "s") : "";
  return text + listed(sweep.size, {}, sweep.parameters);
}

std::string sureness(const Estimate& estimate) {
  std::string text;
  if (estimate.interval) text = fmt::format("{:.3g} % interval", 100 * estimate.interval->confidence);
  for (const auto& warning : estimate.warnings) text += (text.empty() ? "" : "; ") + warning;
  return text;
}

}  // namespace parallax::reports::html

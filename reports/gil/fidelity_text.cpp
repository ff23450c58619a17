// SPDX-License-Identifier: MIT
#include "reports/gil/fidelity_text.hpp"

#include <fmt/format.h>

#include <set>

namespace parallax::reports::gil {
namespace {

constexpr const char* row_format = "| {:>8} | {:>7} | {:>26} | {:>26} | {:>16} | {:>8} | {:<12} |\n";

std::string part(const std::vector<Pair>& pairs, const char* threads, const char* rate) {
  std::string text =
      fmt::format(fmt::runtime(row_format), "interval", threads, std::string("emulation, ") + rate,
                  std::string("CPython, ") + rate, "ratio", "model", "verdict");
  text +=
      "| -------: | ------: | -------------------------: | -------------------------: | ---------------: | "
      "-------: | ------------ |\n";
  std::set<std::string> warnings;
  for (const Pair& pair : pairs) {
    text += fmt::format(fmt::runtime(row_format), interval_text(pair.interval_seconds), pair.threads,
                        rate_text(pair.emulation), rate_text(pair.real), ratio_text(pair.ratio),
                        pair.model ? rate_text(*pair.model) : "", verdict_text(pair));
    warnings.insert(pair.ratio.warnings().begin(), pair.ratio.warnings().end());
  }
  for (const std::string& warning : warnings) text += fmt::format("Warning: {}\n", warning);
  return text;
}

}  // namespace

std::string interval_text(double seconds) {
  return seconds < 1e-3 ? fmt::format("{:g} us", seconds * 1e6) : fmt::format("{:g} ms", seconds * 1e3);
}

std::string rate_text(double per_second) {
  if (per_second >= 1e6) return fmt::format("{:.3g} M", per_second / 1e6);
  if (per_second >= 1e4) return fmt::format("{:.3g} k", per_second / 1e3);
  return per_second >= 100 ? fmt::format("{:.0f}", per_second) : fmt::format("{:.3g}", per_second);
}

std::string rate_text(const Estimate& per_second) {
  const auto& interval = per_second.interval();
  return fmt::format(
      "{} ({})", rate_text(per_second.point()),
      interval ? fmt::format("{}–{}", rate_text(interval->low), rate_text(interval->high)) : "no interval");
}

std::string ratio_text(const Estimate& ratio) {
  const auto& interval = ratio.interval();
  return fmt::format("{:.2f} ({})", ratio.point(),
                     interval ? fmt::format("{:.2f}–{:.2f}", interval->low, interval->high) : "no interval");
}

std::string verdict_text(const Pair& pair) {
  switch (agreement(pair.ratio)) {
    case Agreement::within:
      return fmt::format("within {:.0f} %", tolerance * 100);
    case Agreement::apart:
      return "apart";
    case Agreement::not_resolved:
      return "not resolved";
  }
  return {};
}

std::string table(const Fidelity& fidelity) {
  std::string text =
      "The emulation of CPython's lock held against that lock: medians, with 95 % intervals.\n";
  if (!fidelity.computing.empty())
    text += "\nThreads that compute (spin)\n\n" + part(fidelity.computing, "threads", "items/s");
  if (!fidelity.convoy.empty())
    text += "\nRequests of one thread while others compute (convoy); model: 1/(t + 2 interval k)\n\n" +
            part(fidelity.convoy, "compute", "req/s");
  return text;
}

}  // namespace parallax::reports::gil

// SPDX-License-Identifier: MIT
#include "reports/sweep_wording.hpp"

#include <fmt/format.h>

#include "reports/estimate_text.hpp"
#include "support/units.hpp"

namespace parallax::reports {

std::string crossing_text(Crossing crossing) {
  switch (crossing) {
    case Crossing::found:
      return "found";
    case Crossing::never_reached:
      return "never reached";
    case Crossing::below_sweep:
      return "below the sweep";
    case Crossing::unstable:
      return "unstable";
  }
  return {};
}

std::string floor_text(const GrainLine& line) { return line.floor ? seconds_text(*line.floor) : ""; }

std::string against_trivial_text(const GrainLine& line) {
  if (!line.against_trivial) return "";
  const auto& ratio = *line.against_trivial;
  const auto interval =
      ratio.interval() ? fmt::format(" ({:.2f}–{:.2f}×)", ratio.interval()->low, ratio.interval()->high) : "";
  return fmt::format("{:.2f}×{}", ratio.point(), interval);
}

std::string metg_text(const Metg& metg) {
  if (metg.crossing == Crossing::found) return seconds_with_interval(*metg.granularity);
  if (metg.crossing == Crossing::below_sweep) return "≤ " + seconds_text(metg.at_most);
  return crossing_text(metg.crossing);
}

std::string break_even_text(const BreakEvenSize& size) {
  switch (size.outcome) {
    case BreakEven::from_size:
      return "from " + seconds_with_interval(*size.size) + (size.changes_sides ? also_smaller : "");
    case BreakEven::at_the_latest:
      return "from " + seconds_text(size.latest) + " at the latest" +
             (size.changes_sides ? also_smaller : "");
    case BreakEven::always:
      return "always";
    case BreakEven::never:
      return "never";
    case BreakEven::not_resolved:
      return "not resolved";
  }
  return {};
}

}  // namespace parallax::reports

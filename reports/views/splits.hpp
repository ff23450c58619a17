// SPDX-License-Identifier: MIT
// Splits: where the efficiency of a cell went, as a product of four parts. Three are what the cell's own run with
// accounts has found, the last compares it with one worker.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "reports/views/work.hpp"

namespace parallax::reports {

// Of the efficiency; each is 1 where nothing is lost, and 0.6 where 40 % are.
enum class Part {
  balance,     // workers are at work for equally long
  hand_out,    // while they are, they compute instead of getting work
  processors,  // they have a processor when they could use one
  speed        // an item takes no longer than with one worker
};
inline constexpr std::array all_parts{Part::balance, Part::hand_out, Part::processors, Part::speed};

struct EfficiencySplit {
  std::size_t row = 0;
  Estimate whole;               // the efficiency, from times alone
  std::vector<Estimate> parts;  // in the order of the enumeration
  bool is_assumed =
      false;        // chunks are too short to be looked at: items are taken to be as fast as with one worker
  double cost = 0;  // what the accounts took, as a share of the time
  bool is_crowded = false;  // more workers than processors: that they lack some is no finding

  const Estimate& part(Part which) const { return parts[static_cast<std::size_t>(which)]; }
  // The efficiency as a share of what the parts multiply to, minus 1: what they do not explain.
  double unexplained() const;
  // They explain it but for 5 %.
  bool is_explained() const;
  // The part that surely loses most, and surely more than a tenth; nothing where that is not sure, or crowded.
  std::optional<Part> cause() const;
};

// One for each cell with accounts that has more than one worker, in the order of the rows: as far as the same work was
// accounted with one worker, by `serial` or else by the same runtime. None of works that others disturbed.
std::vector<EfficiencySplit> find_splits(const std::vector<Work>& works, const std::vector<Row>& rows,
                                         std::optional<std::int64_t> processors);

// "balance", "hand-out", "processors", "speed".
std::string_view part_name(Part part);

}  // namespace parallax::reports

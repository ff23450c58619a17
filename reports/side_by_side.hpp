// SPDX-License-Identifier: MIT
// Several results beside each other, in whatever form was asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/results/grouping.hpp"
#include "reports/text/terminal.hpp"
#include "reports/views/differences.hpp"

namespace parallax::reports {

// Two results or more that are compared, with all that a report shows of each.
class SideBySide {
 public:
  explicit SideBySide(Groups groups, Order order = Order::by_name);

  std::string page() const;
  std::string terminal(const text::TerminalStyle& style) const;
  std::string markdown() const;
  std::string csv() const;

  // "2 results side by side, 112 cells in common".
  std::string summary() const;

  // Why nothing can be compared, or nothing.
  std::string nothing_in_common() const;

 private:
  std::vector<Views> results_;
  Differences found_;
};

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
#include "reports/side_by_side.hpp"

#include <fmt/format.h>

#include <utility>

#include "reports/differences_wording.hpp"
#include "reports/html/side_by_side.hpp"
#include "reports/text/differences_csv.hpp"
#include "reports/text/differences_markdown.hpp"
#include "reports/text/differences_terminal.hpp"

namespace parallax::reports {

SideBySide::SideBySide(Groups groups, Order order) {
  for (auto& result : groups.results) results_.push_back(make_views(std::move(result), order));
  share_looks(results_);
  found_ = find_differences(results_, groups.reasons);
}

std::string SideBySide::page() const { return html::side_by_side_page(results_, found_); }

std::string SideBySide::terminal(const text::TerminalStyle& style) const {
  return text::differences_terminal(found_, results_, style);
}

std::string SideBySide::markdown() const { return text::differences_markdown(found_, results_); }

std::string SideBySide::csv() const { return text::differences_csv(found_, results_); }

std::string SideBySide::summary() const {
  return fmt::format("{} results side by side, {} cell{} in common", results_.size(), found_.cells.size(),
                     found_.cells.size() == 1 ? "" : "s");
}

std::string SideBySide::nothing_in_common() const { return reports::nothing_in_common(found_, results_); }

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
#include "reports/results/computed_notes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/results/excerpt.hpp"

namespace parallax::reports {

std::string_view without_end(std::string_view name, const std::string& end) {
  if (name.size() > end.size() && name.substr(name.size() - end.size()) == end)
    name.remove_suffix(end.size());
  return name;
}

std::string_view fitted(ResultRow& row) {
  const auto name = std::string_view(row.text(ResultRow::name));
  const auto of = [&](const char* end) {
    return row.has_text(ResultRow::run_name) ? std::string_view(row.text(ResultRow::run_name))
                                             : without_end(name, end);
  };
  const auto called = row.has_text(ResultRow::aggregate_name) ? row.text(ResultRow::aggregate_name) : "";
  if (called == "BigO" || (called.empty() && row.has_text(ResultRow::big_o))) return of("_BigO");
  if (called == "RMS" || (called.empty() && !row.has(ResultRow::real_time) && row.counter("rms")))
    return of("_RMS");
  return {};
}

std::string fit_note(ResultRow& row, std::string_view of) {
  const auto number = [&](const char* name) {
    const auto* found = row.counter(name);
    return found ? found->value : 0.0;
  };
  if (row.has_text(ResultRow::big_o))
    return fmt::format("{}: complexity, as the program fitted it: {:.4g} {} per {}", excerpt(of),
                       number("real_coefficient"), excerpt(row.text_or(ResultRow::time_unit, "ns")),
                       excerpt(row.text(ResultRow::big_o)));
  return fmt::format(
      "{}: complexity, as the program fitted it: the fit is off by {:.3g} % (RMS)", excerpt(of),
      100 * (row.has(ResultRow::real_time) ? row.number(ResultRow::real_time) : number("rms")));
}

bool is_own_statistic(std::string_view called) {
  constexpr std::array<std::string_view, 4> usual{"mean", "median", "stddev", "cv"};
  return std::find(usual.begin(), usual.end(), called) == usual.end();
}

std::string statistic_note(const ResultRow& row, const std::string& cell, const std::string& called) {
  const auto value = row.number(ResultRow::real_time);
  const bool is_share = row.text_or(ResultRow::aggregate_unit, "time") == "percentage";
  return fmt::format("{}: {}, as the program computed it: {:.4g} {}", excerpt(cell), excerpt(called),
                     is_share ? 100 * value : value,
                     is_share ? "%" : excerpt(row.text_or(ResultRow::time_unit, "ns")));
}

}  // namespace parallax::reports

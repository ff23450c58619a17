// SPDX-License-Identifier: MIT
// Parts that several sections are made of: a runtime's chip, a number with its interval, a bar.
#pragma once

#include <optional>
#include <string>

#include "reports/html/markup.hpp"
#include "reports/views/views.hpp"

namespace parallax::reports::html {

inline constexpr std::size_t colours = 10;

// The name of a runtime in its colour; the style sheet has one for each number, 0 is serial's.
Markup chip(const std::string& runtime, const Views& views);

// A table cell: the text, the interval in small, a bar of so much of the full width (0 to 1), a link to the
// row.
struct Number {
  std::string text, range;
  std::optional<double> bar{};
  std::optional<std::size_t> row{};
  std::string look{};   // further classes of ours
  std::string title{};  // shown on hovering
};
void add_number(Markup& html, const Number& number);
void add_empty(Markup& html, const std::string& reason = {});

// As `Number`s, with warnings in the title.
Number ratio_number(const Estimate& estimate);
Number seconds_number(const Estimate& estimate);

std::string warnings_text(const Estimate& estimate);

// "… and 12 works more, in the table of all cells", or nothing.
void add_left_out(Markup& html, std::size_t all, std::size_t shown, const char* of_what);

// The word for a row that has no value: "not supported", "crashed", ...; red if that is a failure.
void add_status(Markup& html, const Row& row, std::size_t index);

// The share that a bar takes of a logarithmic axis from low to high.
double log_share(double value, double low, double high);

}  // namespace parallax::reports::html

// SPDX-License-Identifier: MIT
// Parts that several sections are made of: a runtime's chip, a number with its interval, a bar.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "reports/html/markup.hpp"
#include "reports/views/views.hpp"

namespace parallax::reports::html {

// How a runtime is drawn, in charts, legends, chips and cards alike: the numbers of a colour of the style sheet and of a
// shape. Serial has 0 and 0, which nobody else has; with more runtimes than colours a colour comes again with another
// shape.
struct Look {
  std::size_t colour, shape;
};
inline constexpr std::size_t colours = 10, shapes = 10;
Look look_of(const std::string& runtime, const Views& views);

// Steps of the heat map: up to so many times the best time. page/look.js has the same for the chart.
inline constexpr std::array heat_limits{1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0};

// The name of a runtime in its colour, behind its shape.
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

std::string warnings_text(const std::vector<std::string>& warnings);

// "… and 12 works more, in the table of all cells", or nothing.
void add_left_out(Markup& html, std::size_t all, std::size_t shown, const char* of_what);

// The word for a row that has no value: "not supported", "crashed", ...; red if that is a failure.
void add_status(Markup& html, const Row& row, std::size_t index);

// The share that a bar takes of a logarithmic axis from low to high.
double log_share(double value, double low, double high);

}  // namespace parallax::reports::html

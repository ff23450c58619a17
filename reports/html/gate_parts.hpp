// SPDX-License-Identifier: MIT
// What the gate's pictures are made of: marks, and strips, which are rows of a name, a picture and a number
// on one axis.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/gate/comparison.hpp"
#include "reports/html/markup.hpp"
#include "reports/html/scale.hpp"

namespace parallax::reports::html {

// A text from a program, which may be anything, without what would act on the text around it.
std::string plain(std::string_view raw);

// The class of a verdict, whose colour the style sheet knows: "v-no_change".
std::string look_of(gate::Verdict verdict);
// The outline of its mark around (0, 0), as an SVG path: colours alone do not tell verdicts apart.
const char* shape_of(gate::Verdict verdict);
const char* shape_of(gate::Arm arm);

// A mark on its own, in a line of text.
Markup small_mark(const std::string& look, const char* shape);
// A mark in a picture, so many percent from the left; y is in pixels or a share with its "%".
void add_mark(Markup& svg, double percent, const std::string& y, const std::string& look, const char* shape,
              const std::string& title = {});

// Multiples of 1, 2 or 5 times a power of ten that lie in [low, high], at most so many; and the digits after
// the point that tell them apart.
struct RoundTicks {
  std::vector<double> values;
  int digits = 0;
};
RoundTicks round_ticks(double low, double high, std::size_t most);

// Changes worth a line on a logarithmic axis of ratios, far enough from each other for their labels.
std::vector<double> change_ticks(const Scale& scale);

struct StripTick {
  double value;
  std::string label;
};

struct StripRow {
  std::string name;
  std::string look;
  const char* shape;
  double value;
  std::optional<double> low{}, high{};            // a line through the mark
  std::optional<double> band_low{}, band_high{};  // shaded
  std::string number{}, small{};                  // beside the picture
  std::string title{};                            // the numbers in words
};

// With the interval, where there is one, as the line.
StripRow strip_of(std::string name, std::string look, const char* shape, const Estimate& estimate);

// `caption` is the axis' title, with its unit; `zero` a value with a line of its own.
Markup strips(const std::vector<StripRow>& rows, const Scale& scale, const std::vector<StripTick>& ticks,
              double zero, const std::string& caption);

// An axis of ratios that has room for all rows.
Scale ratio_scale(const std::vector<StripRow>& rows);
std::vector<StripTick> ratio_ticks(const Scale& scale);

}  // namespace parallax::reports::html

// SPDX-License-Identifier: MIT
// Scales: from a value to a place in a picture, and the round values worth a line.
#pragma once

#include <string>
#include <vector>

namespace parallax::reports::html {

// Maps [low, high] onto [from, to], evenly or by the logarithm; values outside are held at the ends.
struct Scale {
  double low, high, from, to;
  bool logarithmic = false;

  double operator()(double value) const;
};

// Powers of two, or of four or more if that would be too many, that lie in [low, high].
std::vector<double> powers_of_two_between(double low, double high);

// About five multiples of 1, 2 or 5 times a power of ten, from 0 to `high`.
std::vector<double> round_steps_to(double high);

// A tick as text: "0.25", "4", "16k".
std::string tick_text(double value);

// At most `most` characters, the last an ellipsis if something was cut. Counts code points, cuts between
// them.
std::string shortened(const std::string& text, std::size_t most);

}  // namespace parallax::reports::html

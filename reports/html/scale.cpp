// SPDX-License-Identifier: MIT
// The arithmetic behind axes.
#include "reports/html/scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace parallax::reports::html {

double Scale::operator()(double value) const {
  const auto inside = std::clamp(value, low, high);
  const auto part =
      logarithmic ? std::log(inside / low) / std::log(high / low) : (inside - low) / (high - low);
  return high > low ? from + part * (to - from) : (from + to) / 2;
}

std::vector<double> powers_of_two_between(double low, double high) {
  const auto first = std::ceil(std::log2(low) - 1e-9);
  const auto last = std::floor(std::log2(high) + 1e-9);
  const auto step = std::max(1.0, std::ceil((last - first) / 8));
  std::vector<double> ticks;
  // Counted from 2^0, so that 1 is always among them.
  for (auto number = static_cast<int>(std::ceil(first / step)); number * step <= last; ++number)
    ticks.push_back(std::exp2(number * step));
  return ticks;
}

std::vector<double> round_steps_to(double high) {
  const auto raw = high / 5;
  const auto power = std::pow(10, std::floor(std::log10(raw)));
  auto step = 10 * power;
  for (const auto factor : {5.0, 2.0, 1.0})
    if (factor * power >= raw * 0.999) step = factor * power;
  std::vector<double> ticks;
  for (int i = 0; i * step <= high * 1.0001; ++i) ticks.push_back(i * step);
  return ticks;
}

std::string tick_text(double value) {
  if (value >= 1e9) return fmt::format("{:.3g}G", value / 1e9);
  if (value >= 1e6) return fmt::format("{:.3g}M", value / 1e6);
  if (value >= 1e4) return fmt::format("{:.3g}k", value / 1e3);
  return fmt::format("{:.4g}", value);
}

std::string shortened(const std::string& text, std::size_t most) {
  std::size_t count = 0, cut = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;  // inside of a UTF-8 sequence
    if (count + 1 == most) cut = at;
    if (++count > most) return text.substr(0, cut) + "…";
  }
  return text;
}

}  // namespace parallax::reports::html

// SPDX-License-Identifier: MIT
// Three significant digits, rounded before the unit is chosen, so that 999.9 ns reads "1.00 µs".
#include "support/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace parallax {
namespace {

constexpr const char* space = "\u00a0";  // never breaks a number from its unit

struct Unit {
  double factor;
  const char* name;
};

constexpr std::array<Unit, 4> times{{{1e-9, "ns"}, {1e-6, "µs"}, {1e-3, "ms"}, {1, "s"}}};
constexpr std::array<Unit, 5> powers{{{1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}, {1e12, "T"}}};
constexpr std::array<Unit, 5> sizes{{{1, "B"},
                                     {1024., "KiB"},
                                     {1024. * 1024, "MiB"},
                                     {1024. * 1024 * 1024, "GiB"},
                                     {1024. * 1024 * 1024 * 1024, "TiB"}}};

// The largest unit of which `value` is at least one, once rounded.
const Unit& unit_of(double value, std::span<const Unit> units) {
  const auto* best = units.data();
  for (const auto& unit : units)
    if (value / unit.factor >= 0.9995) best = &unit;
  return *best;
}

int decimals(double value) {
  if (value == 0 || value >= 99.95) return 0;
  if (value >= 9.995) return 1;
  return value >= 0.9995 ? 2 : 3;
}

// "2.4·10⁻⁶": for ratios, the only small numbers without a unit to carry them.
std::string with_power(double value, int power) {
  constexpr std::array<const char*, 10> digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = fmt::format("{:.1f}·10⁻", value * std::pow(10, power));
  for (const auto digit : std::to_string(power)) text += digits[static_cast<std::size_t>(digit - '0')];
  return text;
}

// The lower end has the decimals of the upper one, so that they line up, but two digits at least: "5.8–424".
std::string range_of(double low, double high) {
  const auto of_high = decimals(high);
  const auto of_low = low <= 0 || low >= 9.95 ? 0 : low >= 0.995 ? 1 : low >= 0.0995 ? 2 : 3;
  return fmt::format("{:.{}f}–{:.{}f}", low, std::max(of_low, of_high), high, of_high);
}

int power_of(double value) { return -static_cast<int>(std::floor(std::log10(value))); }

std::string three_digits(double value) {
  if (value > 0 && value < 0.001) return with_power(value, power_of(value));
  if (value > 0 && value < 0.1) return fmt::format("{:#.2g}", value);
  return fmt::format("{:.{}f}", value, decimals(value));
}

}  // namespace

TimeUnit time_unit(double seconds) {
  const auto& unit = unit_of(seconds, times);
  return {unit.factor, unit.name};
}

std::string seconds_text(double seconds) {
  const auto& unit = unit_of(seconds, times);
  return three_digits(seconds / unit.factor) + space + unit.name;
}

// Both ends in the unit of the upper one, unless they are far apart.
std::string seconds_range_text(double low, double high) {
  if (low > 0 && high / low >= 100) return seconds_text(low) + "–" + seconds_text(high);
  const auto& unit = unit_of(high, times);
  return range_of(low / unit.factor, high / unit.factor) + space + unit.name;
}

std::string ratio_text(double ratio) { return three_digits(ratio) + "×"; }

std::string ratio_range_text(double low, double high) {
  if (high < 0.001) {
    const auto power = power_of(high);
    return fmt::format("{:.1f}–{}", low * std::pow(10, power), with_power(high, power));
  }
  return low < 0.1 ? three_digits(low) + "–" + three_digits(high) : range_of(low, high);
}

std::string scaled_text(double number) {
  if (number < 0) return "-" + scaled_text(-number);
  if (number < 1000 && number == std::floor(number)) return fmt::format("{}", number);
  const auto& unit = unit_of(number, powers);
  const bool is_tiny = number < 0.001;
  return (is_tiny ? fmt::format("{:.1e}", number) : three_digits(number / unit.factor)) +
         (*unit.name ? space : "") + unit.name;
}

std::string rate_text(double per_second, const char* of_what) {
  const auto& unit = unit_of(per_second, powers);
  return three_digits(per_second / unit.factor) + space + unit.name + (*unit.name ? space : "") + of_what +
         "/s";
}

std::string bytes_text(double bytes) {
  const auto& unit = unit_of(bytes, sizes);
  const auto number = bytes / unit.factor;
  return fmt::format("{:.{}f}{}{}", number, unit.factor == 1 || number >= 99.95 ? 0 : 1, space, unit.name);
}

std::string count_text(std::int64_t count) {
  auto text = std::to_string(count);
  const std::size_t sign = count < 0 ? 1 : 0;
  for (auto at = text.size(); at > sign + 3; at -= 3) text.insert(at - 3, "\u202f");
  return text;
}

}  // namespace parallax

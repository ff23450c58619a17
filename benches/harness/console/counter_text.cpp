// SPDX-License-Identifier: MIT
#include "benches/harness/console/counter_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "support/units.hpp"

namespace parallax {
namespace {

constexpr std::array seconds_endings{"_seconds", "_p50", "_p90", "_p99", "_max", "_mean", "_in"};
constexpr std::array seconds_names{"start", "stop", "undisturbed", "disturbed", "full_strength"};
constexpr std::array share_names{"foreign_load", "origin_use", "accounts_cost"};
constexpr std::array bytes_endings{"pss", "_unshared", "_page_tables", "bytes_moved"};

template <class Endings>
bool ends_with_any(std::string_view name, const Endings& endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace

std::string counter_text(std::string_view name, double value) {
  const auto text = [&]() -> std::string {
    if (name == "bytes_per_second") return bytes_text(value) + "/s";
    if (name.ends_with("_per_second")) return scaled_text(value) + "/s";
    if (name == "cpu_per_gb") return seconds_text(value) + "/GB";
    if (ends_with_any(name, seconds_endings) ||
        std::find(seconds_names.begin(), seconds_names.end(), name) != seconds_names.end())
      return seconds_text(value);
    if (ends_with_any(name, bytes_endings)) return bytes_text(value);
    if (std::find(share_names.begin(), share_names.end(), name) != share_names.end() ||
        name.starts_with("part_"))
      return fmt::format("{:.1f} %", 100 * value);
    return scaled_text(value);
  };
  return with_plain_blanks(text());
}

std::string with_plain_blanks(std::string text) {
  constexpr std::string_view unbreakable = "\u00a0";
  for (auto at = text.find(unbreakable); at != text.npos; at = text.find(unbreakable, at))
    text.replace(at, unbreakable.size(), " ");
  return text;
}

}  // namespace parallax

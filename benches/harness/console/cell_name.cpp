// SPDX-License-Identifier: MIT
#include "benches/harness/console/cell_name.hpp"

#include <algorithm>
#include <vector>

namespace parallax {
namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

CellName parts_of(std::string_view name) {
  auto parts = split(name, '/');
  const bool by_hand = parts.front() == "control";
  if (by_hand) parts.erase(parts.begin());
  if (parts.size() < 2) return {.group = std::string(name), .runtime = std::string(name), .workers = {}};
  CellName result{.group = std::string(parts[0]), .runtime = std::string(parts[1]), .workers = {}};
  for (std::size_t i = 2; i < parts.size(); ++i) {
    const auto colon = parts[i].find(':');
    const auto key = parts[i].substr(0, colon);
    const auto value = colon == parts[i].npos ? std::string_view() : parts[i].substr(colon + 1);
    if (key == "workers") {
      result.workers = value;
    } else {
      result.group.append("  ").append(key).append(value.empty() ? "" : " ").append(value);
    }
  }
  result.is_baseline = result.runtime == "serial" && !by_hand;
  if (by_hand) result.runtime += " (by hand)";
  return result;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// What a kernel or a probe says of itself, and how large a piece of its work is: plain data.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace parallax {

inline constexpr std::size_t max_parameters = 6;

// How large a piece of work is. Plain data: it travels to the host as it is.
struct Case {
  std::size_t size = 0;                                // items
  std::size_t grain = 1;                               // items per chunk
  std::array<std::uint64_t, max_parameters> values{};  // of KernelFacts::parameters, in their order

  auto operator<=>(const Case&) const = default;
};

// A parameter whose values are words: 0 is the first of them.
struct ParameterWords {
  std::string_view parameter;
  std::span<const std::string_view> words;
};

// What a kernel or a probe is told beside its case. Values out of its range are refused before anything is measured.
struct Parameter {
  std::string_view name;
  std::uint64_t least = 0, most = std::numeric_limits<std::uint64_t>::max();

  constexpr Parameter() = default;
  constexpr Parameter(const char* named) : name(named) {}
  constexpr Parameter(std::string_view named, std::uint64_t from, std::uint64_t to)
      : name(named), least(from), most(to) {}
};

inline constexpr std::uint64_t day_in_microseconds = 86'400'000'000;

struct KernelFacts {
  std::string_view name;                               // the file's name and the first part of a cell's name
  std::string_view summary;                            // one line for people: what an item is
  std::array<Parameter, max_parameters> parameters{};  // unused ones have no name
  bool origin = false;                                 // sends requests to the origin
  std::size_t bytes_per_item = 0;  // moved to and from memory, where that is what an item is about
  std::span<const ParameterWords> words{};
};

// A parameter's value as people write it.
inline std::string value_text(const KernelFacts& facts, std::string_view parameter, std::uint64_t value) {
  for (const ParameterWords& one : facts.words) {
    if (one.parameter == parameter && value < one.words.size()) return std::string(one.words[value]);
  }
  return std::to_string(value);
}

}  // namespace parallax

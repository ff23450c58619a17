// SPDX-License-Identifier: MIT
//
// A kernel in one line: a function of an item's index, or of what a maker has made and the index.
//
//   PARALLAX_MAP(collatz, [](std::uint64_t i) { return collatz_length(i); }, .sizes = {1'000'000});
//   PARALLAX_MAP_WITH(lengths, [](const Parameters&) { return words(); },
//                     [](const std::vector<std::string>& words, std::uint64_t i) { return words[i].size(); });
//
// The file's name is the kernel's. It may stand in any namespace with a name. A comma outside of parentheses,
// as in `int a, b;`, would end the function: write it with parentheses around the whole.
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "benches/own_kernel.hpp"

namespace parallax {

struct MapOptions {
  std::string_view summary = "a function of an item's index";
  std::vector<std::size_t> sizes{10'000};  // items, the smallest first
  std::vector<std::size_t> grains{100};    // items per chunk; each with each size
};

// F is what the macros make: `facts` but for the summary, `item`, `options()`, and perhaps `make`.
template <class F>
KernelEntry map_entry() {
  static const MapOptions options = F::options();
  static const std::vector<Case> cases = [] {
    std::vector<Case> all;
    for (const std::size_t size : options.sizes) {
      for (const std::size_t grain : options.grains) all.push_back({.size = size, .grain = grain});
    }
    return all;
  }();
  KernelFacts facts = F::facts;
  facts.summary = options.summary;
  return work_entry<OwnWork<F>>(facts, "", cases, Guidance(), false);
}

#define PARALLAX_MAP(identifier, function, ...)                                         \
  struct parallax_map_##identifier {                                                    \
    static constexpr ::parallax::KernelFacts facts{.name = #identifier, .summary = {}}; \
    static constexpr auto item = function;                                              \
    static ::parallax::MapOptions options() { return {__VA_ARGS__}; }                   \
  };                                                                                    \
  PARALLAX_KERNEL_ENTRY(identifier, #identifier) = ::parallax::map_entry<parallax_map_##identifier>()

#define PARALLAX_MAP_WITH(identifier, maker, function, ...)                             \
  struct parallax_map_##identifier {                                                    \
    static constexpr ::parallax::KernelFacts facts{.name = #identifier, .summary = {}}; \
    static constexpr auto make = maker;                                                 \
    static constexpr auto item = function;                                              \
    static ::parallax::MapOptions options() { return {__VA_ARGS__}; }                   \
  };                                                                                    \
  PARALLAX_KERNEL_ENTRY(identifier, #identifier) = ::parallax::map_entry<parallax_map_##identifier>()

}  // namespace parallax

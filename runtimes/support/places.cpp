// SPDX-License-Identifier: MIT
#include "runtimes/support/places.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace parallax {
namespace {

// All processors, each one a neighbour of those that it shares most with.
std::vector<Topology::Processor> in_order(const Topology& topology) {
  auto processors = topology.processors;
  std::sort(processors.begin(), processors.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.node, a.cache, a.core, a.number) < std::tuple(b.node, b.cache, b.core, b.number);
  });
  return processors;
}

// The groups of processors, in the order of their first ones.
template <class GroupOf>
std::vector<Place> groups_of(const Topology& topology, GroupOf group_of) {
  std::vector<Place> groups;
  std::map<int, std::size_t> known;
  for (const auto& processor : in_order(topology)) {
    const auto [at, is_new] = known.emplace(group_of(processor), groups.size());
    if (is_new) groups.emplace_back();
    groups[at->second].push_back(processor.number);
  }
  for (Place& group : groups) std::sort(group.begin(), group.end());
  return groups;
}

}  // namespace

std::vector<Place> places_of(const Topology& topology, Pin pin, int workers) {
  if (pin == Pin::none || topology.processors.empty()) return {};
  const auto groups = groups_of(topology, [&](const Topology::Processor& processor) {
    return pin == Pin::cores ? processor.core : pin == Pin::threads ? processor.number : processor.node;
  });
  const auto count = static_cast<std::size_t>(std::max(workers, 1));
  std::vector<Place> places;
  for (std::size_t i = 0; i < count; ++i)
    places.push_back(
        groups[pin == Pin::numa ? i * groups.size() / std::max(count, groups.size()) : i % groups.size()]);
  return places;
}

Place all_of(const std::vector<Place>& places) {
  std::set<int> all;
  for (const Place& place : places) all.insert(place.begin(), place.end());
  return {all.begin(), all.end()};
}

}  // namespace parallax

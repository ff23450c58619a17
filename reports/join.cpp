// SPDX-License-Identifier: MIT
// Several result files as one: which may stand side by side, and whose repetitions may be joined.
//
// Numbers from two machines or two programs must never meet in one median or one ratio. A file that does not
// say where it comes from (another project's) may stand beside ours, but shares no cell with it.
#include <fmt/format.h>

#include <array>
#include <unordered_map>
#include <utility>

#include "reports/results.hpp"

namespace parallax::reports {
namespace {

// What makes two runs runs of the same program on the same machine.
constexpr std::array<std::string_view, 6> identity{"commit",         "dirty",        "compiler",
                                                   "compiler_flags", "kernel_flags", "cpu_model"};

// These must be stated before repetitions are joined; the others need only not contradict each other.
constexpr std::array<std::string_view, 3> required{"commit", "compiler", "cpu_model"};

// `bench` says "unknown" where nothing tells; two unknowns are not the same.
bool is_stated(const Source& source, std::string_view key) {
  return !source[key].empty() && source[key] != "unknown";
}

void check_side_by_side(const Source& one, const Source& other) {
  for (const auto key : identity)
    if (is_stated(one, key) && is_stated(other, key) && one[key] != other[key])
      throw ResultsError(fmt::format("{} and {} differ in \"{}\" ({}; {}): they cannot share a report",
                                     one.file, other.file, key, one[key], other[key]));
}

void check_joinable(const Source& one, const Source& other, const std::string& cell) {
  for (const auto key : required)
    if (!is_stated(one, key) || !is_stated(other, key))
      throw ResultsError(
          fmt::format("{} is in {} and in {}, and {} does not state \"{}\": its repetitions cannot be joined",
                      cell, one.file, other.file, (is_stated(one, key) ? other : one).file, key));
}

void append(std::vector<double>& to, const std::vector<double>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void append(Cell& to, const Cell& from) {
  append(to.seconds, from.seconds);
  append(to.cpu_seconds, from.cpu_seconds);
  for (const auto& [name, values] : from.counters) append(to.counters[name], values);
  to.errors.insert(to.errors.end(), from.errors.begin(), from.errors.end());
}

}  // namespace

Results join_results(std::vector<Results> parts) {
  Results joined;
  std::unordered_map<std::string, std::size_t> known;
  for (auto& part : parts) {
    for (auto& source : part.sources)
      for (const auto& earlier : joined.sources) check_side_by_side(earlier, source);
    const auto first_source = joined.sources.size();
    for (auto& source : part.sources) joined.sources.push_back(std::move(source));
    for (auto& cell : part.cells) {
      cell.source += first_source;
      const auto [where, is_new] = known.try_emplace(cell.name, joined.cells.size());
      if (is_new) {
        joined.cells.push_back(std::move(cell));
        continue;
      }
      auto& earlier = joined.cells[where->second];
      check_joinable(joined.sources[earlier.source], joined.sources[cell.source], cell.name);
      append(earlier, cell);
    }
  }
  return joined;
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// Several result files as one: which may stand side by side, and whose repetitions may be joined.
//
// Numbers from two machines or two programs must never meet in one median or one ratio. A file that does not
// say where it comes from (another project's) may stand beside ours, but shares no cell with it.
#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "reports/results/cell_index.hpp"
#include "reports/results/excerpt.hpp"
#include "reports/results/results.hpp"

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

// The first file that states something speaks for all that are joined: the others state the same.
class Identity {
 public:
  void check(const Source& source) {
    for (std::size_t i = 0; i < identity.size(); ++i) {
      const auto key = identity.at(i);
      if (!is_stated(source, key)) continue;
      auto& [file, value] = stated_.at(i);
      if (file.empty()) {
        file = source.file;
        value = source[key];
      } else if (value != source[key]) {
        throw ResultsError(fmt::format("{} and {} differ in \"{}\" ({}; {}): they cannot share a report",
                                       file, source.file, key, excerpt(value), excerpt(source[key])));
      }
    }
  }

 private:
  std::array<std::pair<std::string, std::string>, identity.size()> stated_;  // by whom, and what
};

void check_joinable(const Source& one, const Source& other, const std::string& cell) {
  for (const auto key : required)
    if (!is_stated(one, key) || !is_stated(other, key))
      throw ResultsError(
          fmt::format("{} is in {} and in {}, and {} does not state \"{}\": its repetitions cannot be joined",
                      excerpt(cell), one.file, other.file, (is_stated(one, key) ? other : one).file, key));
}

void append(std::vector<double>& to, const std::vector<double>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// A file that announces nothing has all that it has.
std::size_t planned(const Cell& cell) { return cell.planned > 0 ? cell.planned : cell.repetitions(); }

void append(Cell& to, const Cell& from) {
  if (to.planned > 0 || from.planned > 0) to.planned = planned(to) + planned(from);
  if (!from.label.empty()) to.label = from.label;
  append(to.seconds, from.seconds);
  append(to.cpu_seconds, from.cpu_seconds);
  for (const auto& [name, values] : from.counters) append(to.counters[name], values);
  to.errors.insert(to.errors.end(), from.errors.begin(), from.errors.end());
}

}  // namespace

// Every cell is looked at once, and those of the first file not at all.
Results join_results(std::vector<Results> parts) {
  if (parts.empty()) return {};
  Identity identity_of_all;
  for (const auto& part : parts)
    for (const auto& source : part.sources) identity_of_all.check(source);

  auto joined = std::move(parts.front());
  if (parts.size() == 1) return joined;
  CellIndex known(joined.cells);
  for (std::size_t i = 0; i < joined.cells.size(); ++i) known.add(i);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto first_source = joined.sources.size();
    for (auto& source : parts[i].sources) joined.sources.push_back(std::move(source));
    for (auto& cell : parts[i].cells) {
      cell.source += first_source;
      if (const auto found = known.find(cell.name)) {
        auto& earlier = joined.cells[*found];
        check_joinable(joined.sources[earlier.source], joined.sources[cell.source], cell.name);
        append(earlier, cell);
        continue;
      }
      joined.cells.push_back(std::move(cell));
      known.add(joined.cells.size() - 1);
    }
    parts[i] = {};
  }
  return joined;
}

}  // namespace parallax::reports

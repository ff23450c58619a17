// SPDX-License-Identifier: MIT
#include "reports/results/grouping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "reports/results/cell_index.hpp"
#include "reports/results/copies.hpp"
#include "reports/results/excerpt.hpp"
#include "reports/results/identity.hpp"

namespace parallax::reports {
namespace {

void append(std::vector<double>& to, const std::vector<double>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// A file that announces nothing has all that it has.
std::size_t planned(const Cell& cell) { return cell.planned > 0 ? cell.planned : cell.repetitions(); }

void append(Cell& to, const Cell& from) {
  if (to.planned > 0 || from.planned > 0) to.planned = planned(to) + planned(from);
  if (!from.label.empty()) to.label = from.label;
  // One of them may have aggregates only, or no CPU times: these of a part of the repetitions would be told for all.
  if (to.repetitions() > 0 || from.repetitions() > 0) to.aggregates.clear();
  const bool has_cpu =
      to.cpu_seconds.size() == to.seconds.size() && from.cpu_seconds.size() == from.seconds.size();
  append(to.seconds, from.seconds);
  append(to.cpu_seconds, from.cpu_seconds);
  if (!has_cpu) to.cpu_seconds.clear();
  for (const auto& [name, values] : from.counters) append(to.counters[name], values);
  for (const auto& [name, value] : from.odd_counters) to.odd_counters[name] = value;
  to.warnings.insert(to.warnings.end(), from.warnings.begin(), from.warnings.end());
  to.errors.insert(to.errors.end(), from.errors.begin(), from.errors.end());
}

bool is_dirty(const Source& source) {
  const auto value = source["dirty"];
  return value == "1" || value == "true" || value.substr(0, 3) == "yes";
}

// One result while it grows. Does not move: its index knows where its cells are.
class Group {
 public:
  explicit Group(Results first) : results_(std::move(first)) {
    for (std::size_t i = 0; i < results_.cells.size(); ++i) known_.add(i);
  }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  // Why a file is no part of this result, or nothing.
  std::string why_not(const Results& file) const {
    const auto& other = file.sources.front();
    for (const auto& source : results_.sources)
      if (const auto found = identity_differences(source, other); !found.empty())
        return fmt::format("{} and {} differ in {}", source.file, other.file, differences_text(found));
    const auto& first = results_.sources.front();
    for (const auto* source : {&first, &other})
      if (const auto key = missing_identity(*source); !key.empty())
        if (const auto* shared = shared_cell(file))
          return fmt::format("{} is in {} and in {}, and {} does not state \"{}\"", excerpt(shared->name),
                             first.file, other.file, source->file, key);
    return {};
  }

  // Every cell of the file is looked at once, and those of the result not at all.
  void add(Results file, std::vector<std::string>& remarks) {
    const auto source = file.sources.front();
    const bool may_be_copied =
        std::any_of(results_.sources.begin(), results_.sources.end(),
                    [&](const Source& earlier) { return is_of_one_date(earlier, source); });
    std::size_t copied = 0, joined = 0;
    for (auto& cell : file.cells) {
      cell.source = results_.sources.size();
      const auto found = known_.find(cell.name);
      if (!found) {
        results_.cells.push_back(std::move(cell));
        known_.add(results_.cells.size() - 1);
        continue;
      }
      auto& earlier = results_.cells[*found];
      if (may_be_copied && is_part_of(cell, earlier)) {
        ++copied;
      } else if (may_be_copied && is_part_of(earlier, cell)) {
        ++copied;
        earlier = std::move(cell);
      } else {
        ++joined;
        append(earlier, cell);
      }
    }
    if (copied > 0)
      remarks.push_back(fmt::format("{} holds repetitions of {} that {} has, too: they are used once",
                                    source.file, cells_text(copied), earlier_files()));
    if (joined > 0 && is_dirty(source))
      remarks.push_back(
          fmt::format("{} and {} were built from changes that are in no commit: whether these were the "
                      "same changes, nobody can tell",
                      earlier_files(), source.file));
    results_.sources.push_back(source);
  }

  Results take() { return std::move(results_); }

 private:
  static std::string cells_text(std::size_t count) {
    return count == 1 ? "1 cell" : fmt::format("{} cells", count);
  }

  std::string earlier_files() const {
    return results_.sources.size() == 1
               ? results_.sources.front().file
               : fmt::format("{} (and {} more)", results_.sources.front().file, results_.sources.size() - 1);
  }

  const Cell* shared_cell(const Results& file) const {
    for (const auto& cell : file.cells)
      if (known_.find(cell.name)) return &cell;
    return nullptr;
  }

  Results results_;
  CellIndex known_{results_.cells};
};

// Only the first of equal files stays.
std::vector<Results> without_copies(std::vector<Results> parts, std::vector<std::string>& remarks) {
  std::vector<Results> kept;
  for (auto& part : parts) {
    const auto original = std::find_if(kept.begin(), kept.end(),
                                       [&](const Results& earlier) { return is_copy(earlier, part); });
    if (original == kept.end()) {
      for (const auto& earlier : kept)
        if (is_of_one_date(earlier.sources.front(), part.sources.front()) && have_same_numbers(earlier, part))
          remarks.push_back(fmt::format(
              "{} has the numbers and the date of {}, but says other things of where they come from",
              part.sources.front().file, earlier.sources.front().file));
      kept.push_back(std::move(part));
    } else {
      remarks.push_back(fmt::format("{} is a copy of {}: it is used once", part.sources.front().file,
                                    original->sources.front().file));
    }
  }
  return kept;
}

std::string reason_against(const Results& first, const Results& other) {
  const auto &one = first.sources.front(), &two = other.sources.front();
  const auto found = identity_differences(one, two);
  return found.empty() ? fmt::format("{} and {} are two runs", one.file, two.file)
                       : fmt::format("{} and {} differ in {}", one.file, two.file, differences_text(found));
}

}  // namespace

Groups group_results(std::vector<Results> parts) {
  Groups groups;
  std::deque<Group> growing;
  for (auto& part : without_copies(std::move(parts), groups.remarks)) {
    std::string reason;
    auto place = growing.begin();
    for (; place != growing.end(); ++place) {
      const auto why = place->why_not(part);
      if (why.empty()) break;
      if (place == growing.begin()) reason = why;
    }
    if (place != growing.end()) {
      place->add(std::move(part), groups.remarks);
    } else {
      growing.emplace_back(std::move(part));
      groups.reasons.push_back(reason);
    }
  }
  for (auto& group : growing) groups.results.push_back(group.take());
  return groups;
}

Groups single_results(std::vector<Results> parts) {
  Groups groups;
  groups.results = without_copies(std::move(parts), groups.remarks);
  for (const auto& one : groups.results)
    groups.reasons.push_back(&one == &groups.results.front() ? ""
                                                             : reason_against(groups.results.front(), one));
  return groups;
}

std::vector<Results> of_one_program(std::vector<Results> parts, std::string_view varied,
                                    std::vector<std::string>& remarks) {
  auto kept = without_copies(std::move(parts), remarks);
  for (const auto& other : kept)
    for (const auto& earlier : kept) {  // all pairs: not every file states everything
      if (&earlier == &other) break;
      auto found = identity_differences(earlier.sources.front(), other.sources.front());
      std::erase_if(found, [&](const ContextDifference& one) { return one.key == varied; });
      if (!found.empty())
        throw ResultsError(fmt::format("{} and {} differ in {}: they cannot share a table",
                                       earlier.sources.front().file, other.sources.front().file,
                                       differences_text(found)));
    }
  return kept;
}

}  // namespace parallax::reports

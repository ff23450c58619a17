// SPDX-License-Identifier: MIT
#include "reports/differences_wording.hpp"

#include <fmt/format.h>

#include "reports/estimate_text.hpp"
#include "reports/results/excerpt.hpp"
#include "reports/statistics/many_pairs.hpp"
#include "reports/wording.hpp"
#include "support/units.hpp"

namespace parallax::reports {
namespace {

std::string count_of(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string count_or_none(std::size_t count) { return count == 0 ? "none" : std::to_string(count); }

}  // namespace

std::string differences_sentence(const Differences& found) {
  const bool are_two = found.results.size() == 2;
  const auto& first = found.results.front().name;
  if (found.cells.empty())
    return are_two ? "These results have no cell in common, so there is nothing to compare."
                   : fmt::format("No other result has a cell of {}, so there is nothing to compare.", first);
  if (found.compared == 0)
    return "No cell has a time in more than one result, so there is nothing to compare.";
  const auto open = found.compared - found.faster - found.slower;
  auto text =
      are_two
          ? fmt::format(
                "Cell by cell, with equal workers: of {}, {} is surely faster than {} in {} and surely "
                "slower in {}",
                count_of(found.compared, "cell"), found.results[1].name, first, count_or_none(found.faster),
                count_or_none(found.slower))
          : fmt::format("Cell by cell, with equal workers: of {}, {} are surely above {}, {} surely below",
                        count_of(found.compared, "ratio"), found.faster, first, found.slower);
  if (open > 0) text += fmt::format("; {} cannot be told apart", open);
  return text + ".";
}

std::string works_sentence(const Differences& found) {
  if (found.works.empty()) return {};
  const auto& first = found.results.front().name;
  const auto ratios = found.works.size() * (found.results.size() - 1);
  if (found.results.size() == 2)
    return fmt::format(
        "With the runtime and the workers that suit each work best, {} is surely faster than {} in {} of {} "
        "and surely slower in {}.",
        found.results[1].name, first, count_or_none(found.works_faster), count_of(ratios, "work"),
        count_or_none(found.works_slower));
  return fmt::format(
      "With the runtime and the workers that suit each work best, {} of {} are surely faster than {} and {} "
      "surely slower.",
      found.works_faster, count_of(ratios, "ratio"), first, found.works_slower);
}

std::string side_by_side_warning() {
  return "The results were not measured side by side: a ratio also holds what else was different then, "
         "such as load, clock and temperature. Speed-ups are formed within a result only, never between two.";
}

std::vector<std::string> disturbance_sentences(const Differences& found, const std::vector<Views>& results) {
  std::vector<std::string> sentences;
  for (std::size_t k = 0; k < results.size(); ++k)
    if (const auto sentence = disturbance_sentence(results[k]); !sentence.empty())
      sentences.push_back(found.results[k].name + ": " + sentence);
  return sentences;
}

std::string surely_sentence(const Differences& found) {
  std::string text =
      "All that is called sure here is right together with 95 %, as far as repetitions tell; ≈ marks the "
      "rest. "
      "Ranges are 95 % intervals of one ratio.";
  if (found.too_few > 0)
    text +=
        fmt::format(" {} fewer than {} repetitions on one side, too few to be sure of anything.",
                    found.too_few == 1 ? "1 has" : fmt::format("{} have", found.too_few), fewest_to_exchange);
  return text;
}

std::string cells_sentence(const ComparedResult& result, bool is_first) {
  const auto cells = count_of(result.cells, "cell");
  if (result.alone == 0)
    return cells + (is_first ? ", all of them in another result, too" : ", all of them in the first, too");
  return fmt::format("{}, {} of them {}", cells, result.alone,
                     is_first ? "in no other result" : "not in the first");
}

std::string mean_text(const std::optional<Estimate>& mean) { return mean ? ratio_with_interval(*mean) : "–"; }

std::string difference_text(const OneDifference& one) {
  if (!one.ratio.estimate) return one.ratio.reason;
  return (one.resolved ? "" : "≈ ") + mean_text(one.ratio.estimate);
}

std::string difference_verdict(const OneDifference& one) {
  if (!one.ratio.estimate) return "–";
  if (!one.resolved) return "not told apart";
  return one.ratio.estimate->point() > 1 ? "faster" : "slower";
}

std::string way_text(const Row& row) {
  if (!row.id.workers) return row.id.runtime;
  return fmt::format("{} with {}", row.id.runtime,
                     count_of(static_cast<std::size_t>(*row.id.workers), "worker"));
}

std::string nothing_in_common(const Differences& found, const std::vector<Views>& results) {
  if (!found.cells.empty()) return {};
  const auto example = [](const Views& views) { return excerpt(views.rows.front().name); };
  return fmt::format("{} and {} have no cell in common (one has {}, the other {})",
                     results[0].sources.front().file,
                     results.size() == 2 ? results[1].sources.front().file : "the others",
                     example(results[0]), example(results[1]));
}

}  // namespace parallax::reports

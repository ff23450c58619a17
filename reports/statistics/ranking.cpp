// SPDX-License-Identifier: MIT
#include "reports/statistics/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "reports/statistics/median.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t ranking_draws = 4000;

// What is left for each if all comparisons are to be right together. All pairs count and not only those with
// the best, because the best is chosen by the same samples: of ten equals one would seem slower in a tenth of
// all cases.
double confidence_of_each(std::size_t contenders) {
  const auto pairs = static_cast<double>(contenders * (contenders - 1)) / 2;
  return contenders < 2 ? usual_confidence : 1 - (1 - usual_confidence) / pairs;
}

// Entrant by entrant: the mean of the logarithms of its times over all cases.
class Field {
 public:
  explicit Field(std::span<const Entrant> entrants) {
    for (std::size_t i = 0; i < entrants.size(); ++i) {
      std::size_t missing = 0;
      for (const auto samples : entrants[i].seconds) missing += samples.empty() ? 1 : 0;
      missing_.push_back(missing);
      if (missing > 0 || entrants[i].seconds.empty()) continue;
      who_.push_back(i);
      auto& cells = cells_.emplace_back();
      double sum = 0;
      for (const auto samples : entrants[i].seconds) {
        cells.emplace_back(samples);
        sum += std::log(median(samples));
      }
      means_.push_back(sum / static_cast<double>(cells.size()));
    }
  }

  const std::vector<std::size_t>& missing() const { return missing_; }
  const std::vector<std::size_t>& who() const { return who_; }
  const std::vector<double>& means() const { return means_; }

  void draw(Random& random, std::vector<double>& means) const {
    means.clear();
    for (const auto& cells : cells_) {
      double sum = 0;
      for (const auto& cell : cells) sum += cell.draw_logarithm(random);
      means.push_back(sum / static_cast<double>(cells.size()));
    }
  }

 private:
  std::vector<std::size_t> missing_, who_;
  std::vector<double> means_;
  std::vector<std::vector<MedianDraws>> cells_;
};

std::size_t lowest(const std::vector<double>& values) {
  return static_cast<std::size_t>(std::min_element(values.begin(), values.end()) - values.begin());
}

}  // namespace

std::vector<Standing> winners(std::span<const Contender> contenders) {
  std::vector<Standing> standings(contenders.size());
  std::size_t best = contenders.size(), count = 0;
  double lowest_median = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    if (contenders[i].seconds.empty()) continue;
    standings[i].takes_part = true;
    ++count;
    if (const auto middle = median(contenders[i].seconds); middle < lowest_median) {
      lowest_median = middle;
      best = i;
    }
  }
  if (count == 0) return standings;
  standings[best].is_best = true;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    if (i == best || !standings[i].takes_part) continue;
    auto& standing = standings[i];
    standing.slowdown =
        ratio_of_medians(contenders[i].seconds, contenders[best].seconds, confidence_of_each(count));
    standing.resolved = standing.slowdown.interval && standing.slowdown.interval->low > 1;
  }
  return standings;
}

std::vector<Place> ranking(std::span<const Entrant> entrants) {
  const Field field(entrants);
  std::vector<Place> places(entrants.size());
  for (std::size_t i = 0; i < entrants.size(); ++i) places[i].missing = field.missing()[i];
  if (field.who().empty()) return places;

  const auto best = lowest(field.means());
  std::vector<std::vector<double>> slowdowns(field.who().size());
  std::vector<std::size_t> wins(field.who().size());
  Random random;
  std::vector<double> means;
  for (std::size_t draw = 0; draw < ranking_draws; ++draw) {
    field.draw(random, means);
    ++wins[lowest(means)];
    for (std::size_t i = 0; i < means.size(); ++i) slowdowns[i].push_back(std::exp(means[i] - means[best]));
  }
  const auto strict = confidence_of_each(field.who().size());
  for (std::size_t i = 0; i < field.who().size(); ++i) {
    auto& place = places[field.who()[i]];
    place.takes_part = true;
    place.is_best = i == best;
    place.chance_of_best = static_cast<double>(wins[i]) / ranking_draws;
    place.slowdown.value = std::exp(field.means()[i] - field.means()[best]);
    if (i == best) continue;
    place.slowdown.interval = middle_of(slowdowns[i]);
    place.resolved = middle_of(slowdowns[i], strict).low > 1;
  }
  return places;
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
#include "reports/claims/measured.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "reports/results/excerpt.hpp"
#include "reports/statistics/median.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/statistics/resample.hpp"

namespace parallax::reports::claims {
namespace {

constexpr std::size_t draws = 4000;
constexpr const char* too_few = "too few repetitions for an interval";

// What stands for the answer to a question without one.
Samples ones(const std::string& cell) { return {{1, 1, 1}, {cell}}; }

std::optional<int> processors_of(const Results& results) {
  std::optional<int> count;
  for (const Source& source : results.sources) {
    const std::string_view text = source["usable_cpus"];
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1) continue;
    if (count && *count != number)
      throw ResultsError(
          fmt::format("{}: measured with {} processors, another file with {}", source.file, number, *count));
    count = number;
  }
  return count;
}

void add_cells(Effect& effect, const std::vector<std::string>& cells) {
  for (const auto& cell : cells)
    if (std::find(effect.cells.begin(), effect.cells.end(), cell) == effect.cells.end())
      effect.cells.push_back(cell);
}

Effect fact(double value, std::vector<std::string> cells) {
  return {Estimate::exactly(value), Unit::count, std::move(cells)};
}

Effect extreme(const std::vector<Effect>& effects, const double& (*choose)(const double&, const double&)) {
  Effect result = effects.at(0);
  for (const Effect& effect : effects) {
    const auto &one = result.estimate, &other = effect.estimate;
    const auto point = choose(one.point(), other.point());
    if (one.interval() && other.interval())
      result.estimate =
          Estimate(point,
                   Interval{choose(one.interval()->low, other.interval()->low),
                            choose(one.interval()->high, other.interval()->high), one.interval()->confidence},
                   one.warnings());
    else if (one.is_exact() && other.is_exact())
      result.estimate = Estimate::exactly(point);
    else
      result.estimate = Estimate(point, NoInterval{too_few});
    add_cells(result, effect.cells);
  }
  return result;
}

}  // namespace

Measured::Measured(const Results& results, double confidence)
    : results_(&results), confidence_(confidence), processors_(processors_of(results)) {
  index_.emplace(results.cells);
  for (std::size_t i = 0; i < results.cells.size(); ++i) index_->add(i);
}

void Measured::miss(const std::string& name, const std::string& why) {
  const auto message = fmt::format("{}: {}", name, why);
  if (std::find(missing_.begin(), missing_.end(), message) == missing_.end()) missing_.push_back(message);
}

const Cell* Measured::find(const std::string& name) {
  if (known_.insert(name).second) asked_.push_back(name);
  if (!results_) return nullptr;
  const auto found = index_->find(name);
  if (!found) miss(name, "not in the results");
  return found ? &results_->cells[*found] : nullptr;
}

const Cell* Measured::with_value(const std::string& name) {
  const Cell* cell = find(name);
  if (!cell) return nullptr;
  if (!cell->errors.empty()) {
    miss(name, excerpt(cell->errors.front()));
    return nullptr;
  }
  const bool positive =
      std::all_of(cell->seconds.begin(), cell->seconds.end(), [](double seconds) { return seconds > 0; });
  if (!cell->seconds.empty() && positive) return cell;
  miss(name, "has no time");
  return nullptr;
}

Samples Measured::time(const std::string& name) {
  const Cell* cell = with_value(name);
  if (!cell) return ones(name);
  Samples samples{cell->seconds, {name}};
  const auto items = static_cast<double>(std::max<std::int64_t>(cell->id.size.value_or(1), 1));
  for (double& seconds : samples.values) seconds /= items;
  return samples;
}

Samples Measured::counter(const std::string& name, const std::string& counter) {
  const Cell* cell = with_value(name);
  if (!cell) return ones(name);
  const auto found = cell->counters.find(counter);
  if (found == cell->counters.end() || found->second.empty()) {
    miss(name, "has no " + counter);
    return ones(name);
  }
  return {found->second, {name}};
}

Samples Measured::busy(const std::string& name) {
  const Cell* cell = with_value(name);
  if (!cell) return ones(name);
  if (cell->cpu_seconds.empty()) {
    miss(name, "has no CPU time");
    return ones(name);
  }
  Samples samples{cell->cpu_seconds, {name}};
  for (std::size_t i = 0; i < samples.values.size(); ++i) samples.values[i] /= cell->seconds[i];
  return samples;
}

Effect Measured::value(const Samples& samples, Unit unit) const {
  return derived(
      {samples}, [](std::span<const double> medians) { return medians[0]; }, unit);
}

Effect Measured::ratio(const Samples& numerator, const Samples& denominator) const {
  Effect effect{ratio_of_medians(numerator.values, denominator.values, confidence_), Unit::ratio, {}};
  add_cells(effect, numerator.cells);
  add_cells(effect, denominator.cells);
  return effect;
}

Effect Measured::derived(const std::vector<Samples>& samples, const Function& function, Unit unit) const {
  std::vector<double> medians;
  std::vector<MedianDraws> distributions;
  bool enough = true;
  for (const Samples& some : samples) {
    medians.push_back(median(some.values));
    distributions.emplace_back(some.values);
    enough = enough && some.values.size() >= fewest_for_interval;
  }
  Effect effect{Estimate(function(medians), NoInterval{too_few}), unit, {}};
  for (const Samples& some : samples) add_cells(effect, some.cells);
  if (!enough) return effect;
  Random random;
  std::vector<double> values(draws);
  for (double& value : values) {
    for (std::size_t i = 0; i < samples.size(); ++i) medians[i] = distributions[i].draw(random);
    value = function(medians);
  }
  effect.estimate = Estimate(effect.estimate.point(), middle_of(values, confidence_));
  return effect;
}

Effect Measured::most(const std::string& cell, const std::string& name) {
  const Samples samples = counter(cell, name);
  return fact(*std::max_element(samples.values.begin(), samples.values.end()), samples.cells);
}

Effect Measured::wrong(const std::vector<std::string>& cells) {
  double count = 0;
  for (const std::string& name : cells) {
    const Cell* cell = find(name);
    if (!cell) continue;
    if (status_of(*cell) == Status::wrong)
      ++count;
    else
      with_value(name);
  }
  return fact(count, cells);
}

Effect largest(const std::vector<Effect>& effects) { return extreme(effects, std::max<double>); }
Effect smallest(const std::vector<Effect>& effects) { return extreme(effects, std::min<double>); }

Effect share_above(const std::vector<Effect>& effects, double threshold) {
  double points = 0, surely = 0, possibly = 0;
  for (const Effect& effect : effects) {
    points += effect.estimate.point() > threshold;
    surely += effect.estimate.surely_above(threshold);
    possibly += effect.estimate.possible().high > threshold;
  }
  const auto all = static_cast<double>(effects.size());
  Effect share{
      Estimate(points / all, Interval{surely / all, possibly / all, usual_confidence}), Unit::share, {}};
  for (const Effect& effect : effects) add_cells(share, effect.cells);
  return share;
}

}  // namespace parallax::reports::claims

// SPDX-License-Identifier: MIT
// Measured: what the rule of a claim asks results for.
//
// It writes down every cell that it is asked for, and answers with ones where there is none. So a rule names
// its cells once, where it uses them: run on no results it tells which cells it needs, and a verdict can name
// those that are missing. A rule therefore asks for the same cells whatever the answers are.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "reports/claims/evidence.hpp"
#include "reports/results/cell_index.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports::claims {

// One number of a cell, from each of its repetitions.
struct Samples {
  std::vector<double> values;
  std::vector<std::string> cells;
};

class Measured {
 public:
  // Knows nothing and answers everything with ones.
  Measured() = default;
  // `results` must stay. Intervals hold with this confidence each.
  explicit Measured(const Results& results, double confidence = usual_confidence);
  Measured(const Measured&) = delete;
  Measured& operator=(const Measured&) = delete;

  // That the processes of the results could use; nothing if they do not say it.
  std::optional<int> processors() const { return processors_; }

  // --- Of one cell, a number for each repetition.
  Samples time(const std::string& cell);                              // seconds per item
  Samples counter(const std::string& cell, const std::string& name);  // as it stands there
  Samples busy(const std::string& cell);                              // processors: CPU time / time

  // --- Of samples, an effect with its interval, by the exact bootstrap of medians.
  Effect value(const Samples& samples, Unit unit) const;
  Effect ratio(const Samples& numerator, const Samples& denominator) const;
  // Any function of the samples' medians, in their order; by 4000 resamples with a fixed seed.
  using Function = std::function<double(std::span<const double> medians)>;
  Effect derived(const std::vector<Samples>& samples, const Function& function,
                 Unit unit = Unit::ratio) const;
  // time(slow) / time(fast): how many times as fast as `slow` `fast` is.
  Effect speedup(const std::string& slow, const std::string& fast) {
    const Samples longer = time(slow);  // first, so that the order of cells is the same with every compiler
    return ratio(longer, time(fast));
  }

  // --- Facts, which have happened or have not: without the uncertainty of a sample.
  // The most that a repetition had of a counter.
  Effect most(const std::string& cell, const std::string& counter);
  // How many of these cells had a wrong answer in some repetition.
  Effect wrong(const std::vector<std::string>& cells);

  // In the order in which they were asked for first, each once.
  const std::vector<std::string>& asked() const { return asked_; }
  // "primes/fork/...: not in the results", for those that could not be answered.
  const std::vector<std::string>& missing() const { return missing_; }

 private:
  const Cell* find(const std::string& name);
  const Cell* with_value(const std::string& name);
  void miss(const std::string& name, const std::string& why);

  const Results* results_ = nullptr;
  std::optional<CellIndex> index_;
  double confidence_ = usual_confidence;
  std::optional<int> processors_;
  std::vector<std::string> asked_, missing_;
  std::set<std::string> known_;
};

// The effect with the largest value, whose interval is that of the largest: at least as wide as it must be.
Effect largest(const std::vector<Effect>& effects);
Effect smallest(const std::vector<Effect>& effects);

// The share of effects that lie above a threshold: surely at least the low end of the interval, at most the
// high end.
Effect share_above(const std::vector<Effect>& effects, double threshold);

}  // namespace parallax::reports::claims

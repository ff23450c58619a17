// SPDX-License-Identifier: MIT
// Drawing medians of resamples, where what is computed from them is too tangled for exact distributions.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

#include "reports/statistics/estimate.hpp"
#include "reports/statistics/ratio.hpp"

namespace parallax::reports {

// The seed is fixed, and the standard's distributions are not used because they differ between libraries, so
// that the same file always gives the same page.
class Random {
 public:
  double unit() { return static_cast<double>(bits_() >> 11) * 0x1p-53; }  // in [0, 1)

 private:
  std::mt19937_64 bits_{20'240'229};
};

// Medians of resamples of one set of positive samples, one draw each.
class MedianDraws {
 public:
  explicit MedianDraws(std::span<const double> samples) : atoms_(median_distribution(samples)) {
    double sum = 0;
    for (auto& atom : atoms_) {
      atom.probability = sum += atom.probability;
      logarithms_.push_back(std::log(atom.value));
    }
  }

  double draw(Random& random) const { return atoms_[at(random)].value; }
  double draw_logarithm(Random& random) const { return logarithms_[at(random)]; }

  // Of the logarithm of the median, over all resamples.
  double variance_of_logarithm() const {
    double mean = 0, square = 0, before = 0;
    for (std::size_t i = 0; i < atoms_.size(); ++i) {
      const auto probability = atoms_[i].probability - before;
      const auto distance = logarithms_[i] - logarithms_.front();
      before = atoms_[i].probability;
      mean += probability * distance;
      square += probability * distance * distance;
    }
    return std::max(0.0, square - mean * mean);
  }

 private:
  std::size_t at(Random& random) const {
    const auto wanted = random.unit() * atoms_.back().probability;
    const auto found =
        std::upper_bound(atoms_.begin(), atoms_.end(), wanted,
                         [](double value, const Atom& atom) { return value < atom.probability; });
    return std::min(static_cast<std::size_t>(found - atoms_.begin()), atoms_.size() - 1);
  }

  std::vector<Atom> atoms_;         // with cumulated probabilities
  std::vector<double> logarithms_;  // of their values; taken once, for they are drawn often
};

// The middle share of drawn values; sorts them. (Percentile interval.)
inline Interval middle_of(std::vector<double>& draws, double confidence = usual_confidence) {
  std::sort(draws.begin(), draws.end());
  const auto cut = static_cast<std::size_t>(static_cast<double>(draws.size()) * (1 - confidence) / 2);
  return {draws[cut], draws[draws.size() - 1 - cut], confidence};
}

}  // namespace parallax::reports

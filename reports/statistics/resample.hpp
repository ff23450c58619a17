// SPDX-License-Identifier: MIT
// Drawing medians of resamples, where what is computed from them is too tangled for exact distributions.
#pragma once

#include <cstddef>
#include <cstdint>
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
  explicit MedianDraws(std::span<const double> samples);

  double draw(Random& random) const { return atoms_[at(random)].value; }
  double draw_logarithm(Random& random) const { return logarithms_[at(random)]; }

  // Of the logarithm of the median, over all resamples.
  double variance_of_logarithm() const;

 private:
  std::size_t at(Random& random) const;

  std::vector<Atom> atoms_;              // with cumulated probabilities
  std::vector<double> logarithms_;       // of their values; taken once, for they are drawn often
  std::vector<std::size_t> beginnings_;  // the first atoms that equal parts of all probability can mean
};

// The middle share of drawn values; sorts them. (Percentile interval.)
Interval middle_of(std::vector<double>& draws, double confidence = usual_confidence);

}  // namespace parallax::reports

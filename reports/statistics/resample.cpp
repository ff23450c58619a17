// SPDX-License-Identifier: MIT
#include "reports/statistics/resample.hpp"

#include <algorithm>
#include <cmath>

namespace parallax::reports {

MedianDraws::MedianDraws(std::span<const double> samples) : atoms_(median_distribution(samples)) {
  double sum = 0;
  for (auto& atom : atoms_) {
    atom.probability = sum += atom.probability;
    logarithms_.push_back(std::log(atom.value));
  }
  const auto parts = 2 * atoms_.size();
  for (std::size_t part = 0, first = 0; part < parts; ++part) {
    while (first + 1 < atoms_.size() &&
           !(sum * static_cast<double>(part) / static_cast<double>(parts) < atoms_[first].probability))
      ++first;
    beginnings_.push_back(first);
  }
}

double MedianDraws::variance_of_logarithm() const {
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

// The first atom up to which there is more than a random part of all probability. (H.-C. Chen and Y. Asau, On Generating
// Random Variates from an Empirical Distribution, AIIE Transactions 6, 1974: a guide table instead of a binary search.)
std::size_t MedianDraws::at(Random& random) const {
  const auto part = random.unit();
  const auto wanted = part * atoms_.back().probability;
  auto found = beginnings_[static_cast<std::size_t>(part * static_cast<double>(beginnings_.size()))];
  while (found > 0 && wanted < atoms_[found - 1].probability)
    --found;  // rounding may put the beginning too far
  while (found + 1 < atoms_.size() && !(wanted < atoms_[found].probability)) ++found;
  return found;
}

Interval middle_of(std::vector<double>& draws, double confidence) {
  std::sort(draws.begin(), draws.end());
  const auto cut = static_cast<std::size_t>(static_cast<double>(draws.size()) * (1 - confidence) / 2);
  return {draws[cut], draws[draws.size() - 1 - cut], confidence};
}

}  // namespace parallax::reports

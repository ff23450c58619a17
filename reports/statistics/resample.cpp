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

std::size_t MedianDraws::at(Random& random) const {
  const auto wanted = random.unit() * atoms_.back().probability;
  const auto found =
      std::upper_bound(atoms_.begin(), atoms_.end(), wanted,
                       [](double value, const Atom& atom) { return value < atom.probability; });
  return std::min(static_cast<std::size_t>(found - atoms_.begin()), atoms_.size() - 1);
}

Interval middle_of(std::vector<double>& draws, double confidence) {
  std::sort(draws.begin(), draws.end());
  const auto cut = static_cast<std::size_t>(static_cast<double>(draws.size()) * (1 - confidence) / 2);
  return {draws[cut], draws[draws.size() - 1 - cut], confidence};
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
#include "reports/statistics/resample.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace parallax::reports {
namespace {

// What a walk through the distribution from its beginning finds for the same random numbers.
TEST(MedianDraws, AreThoseOfTheirDistribution) {
  for (std::size_t count = 1; count <= 40; ++count) {
    std::vector<double> samples;
    for (std::size_t i = 0; i < count; ++i) samples.push_back(1.0 + static_cast<double>(i * i % 11));
    const auto atoms = median_distribution(samples);
    double all = 0;
    for (const auto& atom : atoms) all += atom.probability;
    const MedianDraws draws(samples);
    Random ours, theirs, for_logarithms;
    for (int i = 0; i < 2000; ++i) {
      const auto wanted = theirs.unit() * all;
      std::size_t found = 0;
      for (double sum = atoms[0].probability; found + 1 < atoms.size() && wanted >= sum;)
        sum += atoms[++found].probability;
      ASSERT_EQ(draws.draw(ours), atoms[found].value) << count << " samples";
      ASSERT_EQ(draws.draw_logarithm(for_logarithms), std::log(atoms[found].value));
    }
  }
}

}  // namespace
}  // namespace parallax::reports

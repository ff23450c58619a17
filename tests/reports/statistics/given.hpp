// SPDX-License-Identifier: MIT
// Samples for tests of statistics.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <random>
#include <vector>

namespace parallax::reports::given {

using Samples = std::vector<double>;

inline Samples one_to(std::size_t count) {
  Samples samples(count);
  std::iota(samples.begin(), samples.end(), 1.0);
  return samples;
}

// Skewed, as run times are, around `middle`; the same for equal generators.
class Times {
 public:
  explicit Times(unsigned seed, double spread = 0.1) : random_(seed), factor_(0, spread) {}

  Samples operator()(std::size_t count, double middle = 1) {
    Samples samples(count);
    std::generate(samples.begin(), samples.end(), [&] { return middle * factor_(random_); });
    return samples;
  }

 private:
  std::mt19937_64 random_;
  std::lognormal_distribution<double> factor_;
};

}  // namespace parallax::reports::given

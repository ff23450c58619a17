// SPDX-License-Identifier: MIT
// The rules of others, as their documentation states them, to be tried on the same data.
#pragma once

#include <span>

namespace parallax::reports::gate {

// Each takes the repetitions that one process of either program made, and says whether the head would be
// called slower.

// Google Benchmark's compare.py: a two-sided Mann-Whitney U test of the first nine repetitions at 5 %, in the
// direction of the medians. (Normal approximation with correction for ties and continuity, as scipy's for so
// many.)
bool compare_py(std::span<const double> base, std::span<const double> head);

// A fixed threshold: the median is more than 10 % higher.
bool ten_percent(std::span<const double> base, std::span<const double> head);

// Criterion.rs: a bootstrapped t test of the means at 5 %, and the 95 % bootstrap interval of the relative
// change of the mean lies above 1 %. 1000 resamples, fixed seed.
bool criterion(std::span<const double> base, std::span<const double> head);

// The p value of compare_py.
double mann_whitney(std::span<const double> one, std::span<const double> other);

}  // namespace parallax::reports::gate

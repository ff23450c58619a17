// SPDX-License-Identifier: MIT
//
// The median and the ranks of its order-statistic interval, which holds for every distribution.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace parallax {

inline constexpr double usual_confidence = 0.95;

// The middle value, or the mean of the two in the middle. Samples must not be empty.
double median(std::span<const double> samples);

// The rank k (from 1) for which the k-th smallest and the k-th largest of `count` samples hold the true
// median between them with at least the asked confidence; nothing if even the whole range does not.
std::optional<std::size_t> median_rank(std::size_t count, double confidence = usual_confidence);

// How sure it is that the k-th smallest and the k-th largest of `count` samples hold the true median between
// them.
double median_confidence(std::size_t count, std::size_t rank);

}  // namespace parallax

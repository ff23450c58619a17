// SPDX-License-Identifier: MIT
// Ratios of medians, by the exact bootstrap: the limit of infinitely many draws, computed instead of drawn.
//
// A resample of n samples has one of few medians, and the probability of each follows from the binomial
// distribution of how many of its values fall below a rank. So nothing is random, and no seed is needed.
#pragma once

#include <span>
#include <vector>

#include "reports/statistics/estimate.hpp"

namespace parallax::reports {

// A value that the median of a resample takes, and how probable that is.
struct Atom {
  double value, probability;
};

// All medians that resamples (with replacement, as many as there are samples) of `samples` can have,
// ascending, without equal neighbours; the probabilities add up to 1. Those so improbable that they cannot
// matter (below 1e-12) are left out. (For odd counts: J. S. Maritz and R. G. Jarrett, A Note on Estimating
// the Variance of the Sample Median, JASA 73, 1978. For even ones the same for two neighbouring ranks.)
std::vector<Atom> median_distribution(std::span<const double> samples);

// median(numerator) / median(denominator) of two independent, positive samples, with the percentile interval
// of the exact bootstrap at the confidence. (B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap,
// 1993, section 13.3.) It is somewhat too narrow for few samples, which a warning says; fewer than three have
// none.
Estimate ratio_of_medians(std::span<const double> numerator, std::span<const double> denominator,
                          double confidence = usual_confidence);

// The same from distributions made once and used for many ratios; the values are the medians themselves.
Interval ratio_interval(std::span<const Atom> numerator, std::span<const Atom> denominator,
                        double confidence = usual_confidence);

}  // namespace parallax::reports

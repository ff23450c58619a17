// SPDX-License-Identifier: MIT
// Fidelity: the emulation of CPython's lock (`gil`) held against that lock itself (`cpython`).
//
// Two questions, asked at any number of switch intervals: how much do threads that compute get done, and how
// many requests does one thread get answered while others compute? For the second there is a simple model to
// lay beside both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "reports/results/results.hpp"
#include "reports/statistics/ratio.hpp"

namespace parallax::reports::gil {

// One row: the same work under both locks, as rates per second, so that more is better.
struct Pair {
  double interval_seconds = 0;  // the switch interval
  std::int64_t threads = 0;     // of `spin`: all; of `convoy`: those that compute
  Estimate emulation;
  Estimate real;
  Estimate ratio;               // emulation / real
  std::optional<double> model;  // of `convoy`, see model_rate()
};

struct Fidelity {
  std::vector<Pair> computing;  // items per second of `spin`, by interval and threads
  std::vector<Pair> convoy;     // requests per second of `convoy`, by interval and threads
};

// A difference within which emulation and real lock are said to agree: if all of the ratio's interval lies within it.
// They are apart if none of it does; else, or without an interval, nobody can tell.
inline constexpr double tolerance = 0.15;
enum class Agreement { within, apart, not_resolved };
Agreement agreement(const Estimate& ratio);

// Requests per second if each of the two waits of a request costs the switch interval once for every thread
// that computes: 1 / (t + 2 interval k), t being the time of a request when nobody computes.
// Source: derived from the measurements in V. Skvortsov, "Python behind the scenes #13" (2021).
double model_rate(double request_seconds, double interval_seconds, std::int64_t computing);

// All rows for which both locks were measured. Each file's context says its switch interval. Throws
// ResultsError if there is no such row, or a file does not state its interval.
Fidelity fidelity_of(const std::vector<Results>& files);

}  // namespace parallax::reports::gil

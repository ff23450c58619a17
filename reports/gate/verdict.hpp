// SPDX-License-Identifier: MIT
// What the gate says of a cell, and what it tells the shell.
#pragma once

#include <string_view>
#include <vector>

namespace parallax::reports::gate {

enum class Verdict {
  regression,    // surely slower, and by more than the threshold
  slower,        // surely slower, but by less than the threshold
  improvement,   // surely faster, and by more than the threshold
  no_change,     // the interval lies within the threshold on both sides
  inconclusive,  // the interval does not: a change of that size could hide there
  observed,      // measured but not judged: more workers than processors
  invalid,  // cannot be judged: base against base differed too (the machine, not the code), or the base fails
  error,    // of the head: wrong answer, crash, hang, garbage, a time of zero
  identical,   // the same program text: nothing was measured
  added,       // only the head has it
  removed,     // only the base has it
  left_out,    // no time was left for it
  fails_alike  // in both programs, and in the same way: nobody's regression
};

inline constexpr std::size_t verdicts = 13;

std::string_view verdict_name(Verdict verdict);  // "no change"
std::string_view verdict_key(Verdict verdict);   // "no_change", as it stands in files
Verdict verdict_of_key(std::string_view key);    // throws std::invalid_argument

// What CI sees. Where several apply, the first of `gave_up`, `failed`, `regressed`, `not_judged` wins.
enum Exit {
  passed = 0,      // nothing that matters got slower (inconclusive cells included, unless --strict)
  regressed = 1,   // at least one regression
  wrong_use = 2,   // command line, a program that is missing or is no benchmark, a file that is no input
  not_judged = 3,  // too noisy a machine, benchmarks that are gone, an incomplete run, nothing to compare
  failed = 4,      // the head crashes, hangs, prints garbage or gives wrong answers
  gave_up = 5      // the gate itself: an output could not be written, a call of the system failed, a bug
};

}  // namespace parallax::reports::gate

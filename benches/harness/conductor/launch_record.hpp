// SPDX-License-Identifier: MIT
//
// What the launches of a run have come to. A launcher that cannot start any rank would cost each cell its time limit.
#pragma once

#include <optional>
#include <utility>

#include "benches/harness/cell.hpp"

namespace parallax {

class LaunchRecord {
 public:
  // `heard`: a rank has said something, so the launcher works, however the cell ended.
  void add(bool heard, const Outcome& outcome) {
    if (heard) works_ = true;
    if (works_ || outcome.status == Status::interrupted) return;
    ++failures_;
    last_ = outcome;
  }

  // Why launching is not tried again: nothing has ever been launched, and one failure was no accident.
  std::optional<Outcome> hopeless() const {
    if (works_ || failures_ < most_failures) return {};
    Outcome same = last_;
    same.reason += "; not launched again, for no launch of this run has worked";
    return same;
  }

 private:
  static constexpr int most_failures = 2;

  bool works_ = false;
  int failures_ = 0;
  Outcome last_;
};

}  // namespace parallax

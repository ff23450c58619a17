// SPDX-License-Identifier: MIT
//
// What the launches of a run have come to. A launcher that cannot start any rank would cost each cell its time limit.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "benches/harness/cell.hpp"

namespace parallax {

class LaunchRecord {
 public:
  // `heard`: a rank has said something, so the launcher works, however the cell ended.
  void add(int workers, bool heard, const Outcome& outcome) {
    if (heard) works_ = true;
    if (works_ || outcome.status == Status::interrupted) return;
    failed_.push_back(workers);
    last_ = outcome;
  }

  // Why so many workers are not tried: nothing has ever been launched, and with no more of them it failed twice, which is
  // no accident. Fewer may be what the launcher allows.
  std::optional<Outcome> hopeless(int workers) const {
    const auto failures = std::count_if(failed_.begin(), failed_.end(), [&](int n) { return n <= workers; });
    if (works_ || failures < most_failures) return {};
    Outcome same = last_;
    same.reason += "; not launched again, for no launch of this run has worked";
    return same;
  }

 private:
  static constexpr int most_failures = 2;

  bool works_ = false;
  std::vector<int> failed_;  // with how many workers
  Outcome last_;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// How much of the time the origin computes while a cell is timed. Where its busiest thread has nothing left,
// the cell measures the origin, whatever its runtime.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace parallax {

class OriginUse {
 public:
  // Begins now. Nothing is seen of a process that is not a child of `parent`, as on another machine.
  OriginUse(pid_t origin, pid_t parent);
  // The share of so many seconds since then that its busiest thread has computed.
  std::optional<double> busiest(double seconds) const;

 private:
  using Times = std::map<std::string, std::int64_t>;  // nanoseconds by thread
  Times times() const;

  pid_t origin_ = 0;
  Times before_;
};

// What a runtime says of itself, and that the cell was limited by the origin, if it was: from 90 % on, in a
// run that is long enough to tell.
std::string origin_noted(const std::string& note, double busiest, double seconds);

}  // namespace parallax

// SPDX-License-Identifier: MIT
// The answer: for each kind of work, which runtime to take on this machine, by how much it wins, and how sure
// that is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/statistics/ranking.hpp"
#include "reports/views/work.hpp"

namespace parallax::reports {

struct Ranked {
  std::string runtime;
  Place place;
  std::vector<std::int64_t> workers;  // at which it was fastest, each count once, ascending
};

struct Answer {
  WorkKind kind;
  std::vector<std::size_t> works;  // that at least two runtimes besides serial did: one alone is no contest
  std::vector<std::string> kernels;
  std::vector<Ranked> ranking;   // the best first; those that lack a work last
  std::optional<Estimate> gain;  // time of serial / time of the best, geometric mean over `gain_works`
  std::size_t gain_works = 0;    // works that serial did, too: it is left out where it could only wait
  std::vector<std::string> warnings;

  const Ranked* best() const;  // null if nobody did all of the works
};

// One per kind that was measured, in the order of the enumeration; `overhead` and `unknown` have none. Every
// runtime enters with its fastest worker count, of computing kinds among those that the machine has
// processors for.
std::vector<Answer> make_answers(const std::vector<Work>& works, const std::vector<Row>& rows,
                                 const std::vector<Cell>& cells, const std::vector<std::string>& runtimes,
                                 std::optional<std::int64_t> processors);

}  // namespace parallax::reports

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
  WorkKind kind = WorkKind::unknown;
  // That at least two runtimes did, serial included: one alone is no contest. None that is disturbed.
  std::vector<std::size_t> works;
  std::vector<std::string> kernels;
  std::size_t fewest_repetitions = 0;  // of a cell that entered the ranking
  std::vector<Ranked> ranking;         // the best first; those that lack a work last
  std::optional<Estimate> gain;        // time of serial / time of the best, geometric mean over `gain_works`
  bool gain_is_sure = false;           // the best is surely faster than serial
  std::size_t gain_works = 0;          // works that serial did, too: it is left out where it could only wait
  std::vector<std::string> warnings;

  const Ranked* best() const;  // null if nobody did all of the works
};

// One per kind that was measured, in the order of the enumeration; `overhead` and `unknown` have none. Every
// runtime enters with its fastest worker count, of computing kinds among those that the machine has
// processors for. Works of a kernel are averaged first, then kernels. All that the answers together call sure is right with
// 95 %.
std::vector<Answer> make_answers(const std::vector<Work>& works, const std::vector<Row>& rows,
                                 const std::vector<Cell>& cells, const std::vector<std::string>& runtimes,
                                 std::optional<std::int64_t> processors);

// The same for each kernel of each kind on its own, by kernel.
std::vector<Answer> make_kernel_answers(const std::vector<Work>& works, const std::vector<Row>& rows,
                                        const std::vector<Cell>& cells,
                                        const std::vector<std::string>& runtimes,
                                        std::optional<std::int64_t> processors);

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// What PEP 371 published in 2008 to argue for processes beside threads: six tables of seconds.
//
// Source: PEP 371, "Addition of the multiprocessing package to the standard library", J. Noller and
// R. Oudkerk, section "Performance Comparison" (https://peps.python.org/pep-0371/). Best of 100 runs with
// Python 2.5.2 and pyProcessing 0.52 on "4 Core Intel Xeon CPU @ 3.00GHz". Ratios are computed from these
// seconds, never copied.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace parallax::reports::pep371 {

inline constexpr int published_cores = 4;
inline constexpr int published_runs = 100;

// n loops one after the other, in n threads, in n processes.
struct PublishedRow {
  int n;
  double serial, threads, processes;
};

struct PublishedTable {
  std::string_view name;  // of the function, as the PEP calls it
  std::string_view what;  // one loop does
  std::array<PublishedRow, 4> rows;
};

// In the order of the PEP.
enum Test { empty_func, fibonacci, crunch_primes, file_io, url_get, queue, test_count };

const PublishedTable& published(Test test);

}  // namespace parallax::reports::pep371

// SPDX-License-Identifier: MIT
// Sentences of PEP 371 itself, of Python's documentation and of its release notes that can be measured too.
#include <array>

#include "reports/claims/all_groups.hpp"
#include "reports/claims/cell_names.hpp"
#include "reports/claims/sources.hpp"

namespace parallax::reports::claims {
namespace {

Finding forking_is_faster(Measured& m) {
  return {{{"started and joined, one after the other: thread / fork",
            m.speedup(start_stop("thread", 10), start_stop("fork", 10)), at_least(1)},
           {"one for each of 2 empty tasks: threads / processes",
            m.speedup(empty_pair.under("thread-per-task", 2), empty_pair.under("process-per-task", 2)),
            at_least(1)}}};
}

Finding slower_than_serial(Measured& m) {
  Finding finding;
  for (const char* lock : {"gil-ticks", "gil"})
    finding.evidence.push_back(
        {fmt::format("file_read: 2 threads under {} / serial, time", lock),
         m.ratio(m.time(file_read.under(lock, 2)), m.time(file_read.under("serial", 1))), at_least(1.05, 1)});
  return finding;
}

Finding fairly_close(Measured& m) {
  Finding finding;
  for (const int workers : {1, 2})
    finding.evidence.push_back(
        {fmt::format("http_get, {} worker{}: threads under the GIL / processes", workers,
                     workers == 1 ? "" : "s"),
         m.ratio(m.time(http_get.under("gil", workers)), m.time(http_get.under("fork", workers))),
         within(0.85, 1.15)});
  return finding;
}

Finding often_faster_at_io(Measured& m) {
  std::vector<Effect> effects;
  for (const Work& work : {file_read, echo, http_get, sleep})
    effects.push_back(m.speedup(work.under("gil", 2), work.under("fork", 2)));
  return {
      {{"share of file_read, echo, http_get, sleep in which 2 processes are faster than 2 threads under the "
        "GIL",
        share_above(effects, 1), at_least(0.5, 0.25)}}};
}

Finding queue_overhead(Measured& m) {
  const auto serial = cube_small.under("serial", 1);
  return {{{"cube: processes behind queues / processes in shared memory, time",
            m.ratio(m.time(cube_small.under("fork-queue", 2)), m.time(cube_small.under("fork", 2))),
            at_least(1.1, 1)},
           {"cube: processes behind queues / serial, time",
            m.ratio(m.time(cube_small.under("fork-queue", 2)), m.time(serial)), at_least(1.1, 1)}}};
}

Finding spawning_is_slow(Measured& m) {
  Finding finding;
  const auto spawn = start_stop("spawn-self", 10);
  for (const char* way : {"fork", "forkserver"})
    finding.evidence.push_back({fmt::format("started and joined: fresh program / {}", way),
                                m.speedup(spawn, start_stop(way, 10)), at_least(1.2, 1)});
  return finding;
}

Finding single_items_are_slow(Measured& m) {
  Finding finding;
  finding.evidence.push_back(
      {"cube, 2 processes in shared memory: chunks of 1 / of 4096, time",
       m.ratio(m.time(cube_fine.under("fork", 2)), m.time(cube_coarse.under("fork", 2))), at_least(2, 1)});
  finding.evidence.push_back(
      {"empty against cube, 2 processes behind queues: an item alone / in a chunk of 64, time",
       m.ratio(m.time(empty_region.under("fork-queue", 2)), m.time(cube_small.under("fork-queue", 2))),
       at_least(2, 1)});
  return finding;
}

Finding new_lock_costs_less(Measured& m) {
  Finding finding;
  const auto switches = [&](const char* lock) { return m.counter(file_read.under(lock, 2), "switches"); };
  finding.evidence.push_back({"file_read, 2 threads: context switches, old lock / new",
                              m.ratio(switches("gil-ticks"), switches("gil")), at_least(1.2, 1)});
  finding.evidence.push_back({"mandelbrot, 2 threads: context switches, old lock / new",
                              m.ratio(m.counter(mandelbrot.under("gil-ticks", 2), "switches"),
                                      m.counter(mandelbrot.under("gil", 2), "switches")),
                              at_least(1.2, 1)});
  finding.evidence.push_back({"mandelbrot, 2 threads: time, old lock / new",
                              m.speedup(mandelbrot.under("gil-ticks", 2), mandelbrot.under("gil", 2)),
                              at_least(1, 0.95)});
  return finding;
}

constexpr std::array claims_p{
    Claim{.id = "P1",
          .source = pep,
          .quote = "process forking via the pyprocessing package is faster than the speed of building and "
                   "then executing "
                   "the threaded version of the code.",
          .rule = "Starting and joining: confirmed if forks are faster than threads, one at a time and one "
                  "for each of two "
                  "empty tasks; refuted if neither.",
          .judge = forking_is_faster,
          .remark = "The PEP measured Python 2.5, whose threads took a millisecond each."},
    Claim{.id = "P2",
          .source = pep,
          .quote = "using multiple threads is slower than the single threaded execution itself.",
          .rule = "The PEP's file test with 2 threads under the old and the new lock: confirmed if at least "
                  "1.05 times the "
                  "serial time in both, refuted if below it in both.",
          .judge = slower_than_serial},
    Claim{.id = "P3",
          .source = pep,
          .quote = "If you stay with one or two threads/workers, then the timing between threads and "
                   "pyprocessing is fairly "
                   "close.",
          .rule = "The PEP's URL test with 1 and 2 workers: confirmed if threads under the GIL and processes "
                  "are within 15 % "
                  "in both, refuted if in neither.",
          .judge = fairly_close},
    Claim{.id = "P4",
          .source = pep,
          .quote = "In many cases the pyprocessing package is even faster than the normal threading approach "
                   "for I/O bound "
                   "programs.",
          .rule = "Of four kernels of I/O with 2 workers: confirmed if processes are faster than threads "
                  "under the GIL in "
                  "half of them, refuted if in fewer than one.",
          .judge = often_faster_at_io},
    Claim{.id = "P5",
          .source = pep,
          .quote = "implicit overhead within the pyprocessing package's Queue implementation due to the "
                   "object serialization",
          .rule = "Small chunks through queues against shared memory and against serial: confirmed if at "
                  "least 1.1 times the "
                  "time of both, refuted if less than either.",
          .judge = queue_overhead,
          .remark = "Nothing is serialised here: what remains is the queue."},
    Claim{.id = "P6",
          .source = docs,
          .about = "spawn",
          .quote = "rather slow compared to using fork or forkserver",
          .rule = "Starting and joining a fresh program (spawn) against fork and forkserver: confirmed if at "
                  "least 1.2 times "
                  "the time of both, refuted if less than either.",
          .judge = spawning_is_slow},
    Claim{.id = "P7",
          .source = docs,
          .about = "imap",
          .quote = "can be MUCH slower than Pool.map()",
          .rule = "Handing out item by item takes at least twice the time per "
                  "item of chunks, in "
                  "shared memory and through queues: confirmed if both, refuted if it takes less in both.",
          .judge = single_items_are_slow},
    Claim{
        .id = "P8",
        .source = whatsnew,
        .quote = "more predictable switching intervals and reduced overhead due to lock contention and the "
                 "number of "
                 "ensuing system calls",
        .rule =
            "The old lock against the new one, 2 threads: at least 1.2 times the context switches "
            "(file_read, mandelbrot) "
            "and no less time (mandelbrot; refuted below 0.95). Confirmed if all hold, refuted if none does.",
        .judge = new_lock_costs_less},
};

}  // namespace

std::span<const Claim> group_p() { return claims_p; }

}  // namespace parallax::reports::claims

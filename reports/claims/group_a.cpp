// SPDX-License-Identifier: MIT
// Claims about speed and scaling. S/P is the time of `serial` over that of processes (`fork`), T/P that of
// threads over that of processes; efficiency is a speed-up over as many processors as it could have used.
#include <algorithm>
#include <cmath>

#include "reports/claims/all_groups.hpp"
#include "reports/claims/cell_names.hpp"
#include "reports/claims/sources.hpp"

namespace parallax::reports::claims {
namespace {

// Workers that can run at the same time.
double useful(const Measured& m, int workers) { return std::min(workers, m.processors().value_or(workers)); }

Effect speedup_of_processes(Measured& m, const Work& work, int workers) {
  return m.speedup(work.under("serial", 1), work.under("fork", workers));
}

Effect efficiency_of_processes(Measured& m, const Work& work, int workers) {
  const double most = useful(m, workers);
  return m.derived(
      {m.time(work.under("serial", 1)), m.time(work.under("fork", workers))},
      [=](auto medians) { return medians[0] / medians[1] / most; }, Unit::share);
}

double geometric_mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += std::log(value);
  return std::exp(sum / static_cast<double>(values.size()));
}

Finding three_times(Measured& m) {
  Finding finding;
  std::vector<Effect> all;
  for (const Work& work : {fibonacci, primes, file_read, http_get}) {
    for (const int workers : {2, 4}) {
      all.push_back(speedup_of_processes(m, work, workers));
      finding.evidence.push_back({fmt::format("{}, {} processes: efficiency", work.kernel, workers),
                                  efficiency_of_processes(m, work, workers)});
    }
  }
  finding.evidence.push_back({"largest speed-up of processes", largest(all), within(2.5, 3.5)});
  if (m.processors().value_or(1) < 4)
    finding.untestable =
        "three times needs at least 4 processors; shown is the efficiency on those that there are";
  return finding;
}

Finding more_processes(Measured& m) {
  Finding finding;
  const auto two = primes.under("fork", 2);
  finding.evidence.push_back(
      {"primes: 2 processes against 1", m.speedup(primes.under("fork", 1), two), at_least(1.1, 1)});
  finding.evidence.push_back(
      {"primes: 8 processes against 2", m.speedup(two, primes.under("fork", 8)), at_least(1.1)});
  const auto gain_of_size = [&](const Work& large, const Work& small) {
    return m.derived({m.time(large.under("serial", 1)), m.time(large.under("fork", 2)),
                      m.time(small.under("serial", 1)), m.time(small.under("fork", 2))},
                     [](auto t) { return t[0] / t[1] / (t[2] / t[3]); });
  };
  finding.evidence.push_back({"spin, speed-up by 2 processes: 1024 items against 16",
                              gain_of_size(spin_middle, spin_smallest), at_least(1.1, 1)});
  finding.evidence.push_back({"spin, speed-up by 2 processes: 16384 items against 1024",
                              gain_of_size(spin_largest, spin_middle), at_least(1, 0.9)});
  return finding;
}

Finding improves(Measured& m) {
  Finding finding{.evidence = {}, .refuted = Refuted::by_any};
  for (const Work& work : {empty_pair, cube_small, fibonacci, primes, file_read, http_get}) {
    for (const int workers : {1, 2})
      finding.evidence.push_back(
          {fmt::format("{}, {} process{}: speed-up", work.kernel, workers, workers == 1 ? "" : "es"),
           speedup_of_processes(m, work, workers), at_least(1.1, 0.9)});
  }
  finding.evidence.push_back({"cube, 2 processes behind two queues: speed-up",
                              m.speedup(cube_small.under("serial", 1), cube_small.under("fork-queue", 2)),
                              at_least(1.1, 0.9)});
  return finding;
}

Finding faster_because_of_the_gil(Measured& m) {
  std::vector<Effect> under_lock;
  std::vector<Samples> free_over_processes;
  for (const Work& work :
       {empty_pair, fibonacci, primes, mandelbrot, wordcount, file_read, http_get, sleep}) {
    for (const int workers : {1, 2}) {
      const auto processes = work.under("fork", workers);
      under_lock.push_back(m.speedup(work.under("gil", workers), processes));
      free_over_processes.push_back(m.time(work.under("threads", workers)));
      free_over_processes.push_back(m.time(processes));
    }
  }
  const auto mean = [](std::span<const double> t) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < t.size(); i += 2) ratios.push_back(t[i] / t[i + 1]);
    return geometric_mean(ratios);
  };
  return {{{"share of 16 cells in which processes are faster than threads under the GIL",
            share_above(under_lock, 1), Bounds{.supports_from = 0.5000001, .contradicts_below = 0.5000001}},
           {"threads without a GIL against processes, geometric mean of the same cells",
            m.derived(free_over_processes, mean), at_most(1.1)}}};
}

Finding useful_for_computing(Measured& m) {
  Finding finding;
  std::vector<Effect> computing;
  for (const Work& work : {fibonacci, primes, mandelbrot})
    computing.push_back(efficiency_of_processes(m, work, 2));
  finding.evidence.push_back({"fibonacci, primes, mandelbrot: lowest efficiency of 2 processes",
                              smallest(computing), at_least(0.8)});
  const auto time = [&](const Work& work) {
    return std::array{m.time(work.under("serial", 1)), m.time(work.under("fork", 2))};
  };
  std::vector<Samples> all;
  for (const Work& work : {fibonacci, primes, mandelbrot, file_read, http_get, echo})
    for (const Samples& samples : time(work)) all.push_back(samples);
  const auto gain = [](std::span<const double> t) {
    std::vector<double> speedups;
    for (std::size_t i = 0; i < t.size(); i += 2) speedups.push_back(t[i] / t[i + 1]);
    return geometric_mean(std::span(speedups).first(3)) / geometric_mean(std::span(speedups).last(3));
  };
  finding.evidence.push_back({"efficiency of these against that of file_read, http_get and echo",
                              m.derived(all, gain), at_least(1)});
  return finding;
}

Finding uses_the_cores(Measured& m) {
  const double most = useful(m, 2);
  Finding finding{.evidence = {}, .refuted = Refuted::by_any};
  for (const Work& work : {primes, mandelbrot})
    finding.evidence.push_back(
        {fmt::format("{}, 2 processes: processors busy, of {:g}", work.kernel, most),
         m.derived(
             {m.busy(work.under("fork", 2))}, [=](auto busy) { return busy[0] / most; }, Unit::share),
         at_least(0.9, 0.6)});
  return finding;
}

Finding virtual_engines(Measured& m) {
  Finding finding{{{"primes: 8 processes against 2",
                    m.speedup(primes.under("fork", 2), primes.under("fork", 8)), at_least(1.05)},
                   {"sleep: 8 processes against 2 (4 is linear)",
                    m.speedup(sleep.under("fork", 2), sleep.under("fork", 8)), at_least(3.2, 1.05)}}};
  if (m.processors().value_or(2) > 2) finding.limit = "8 processes are not more than processors everywhere";
  return finding;
}

Finding at_the_same_time(Measured& m) {
  // Each of 64 items waits for at least a millisecond, so this many were under way on average.
  const auto in_flight = [&](int workers) {
    return m.derived(
        {m.time(sleep.under("fork", workers))}, [](auto time) { return 1e-3 / time[0]; }, Unit::count);
  };
  return {{{"waits under way on average, 2 processes", in_flight(2), at_least(1.8, 1.1)},
           {"waits under way on average, 8 processes", in_flight(8), at_least(7.2, 1.1)}}};
}

constexpr std::array claims_a{
    Claim{.id = "A1",
          .source = n5,
          .quote = "Results show an increase of up to three times speed in programs",
          .rule = "S/P over fibonacci, primes, file_read and http_get with 2 and 4 workers: confirmed if the "
                  "largest lies "
                  "within 2.5 to 3.5 on at least 4 processors, refuted if it lies outside. With fewer "
                  "processors it "
                  "cannot be decided; the efficiency S/P / min(n, processors) is shown.",
          .judge = three_times},
    Claim{.id = "A2",
          .source = n5,
          .quote = "Speed really shows as processes/iterations increase.",
          .rule = "S/P grows with processes (primes, 1 to 2: by 10 %; refuted below 1) and with the work "
                  "(spin, 16 to 1024 "
                  "items: by 10 %; 1024 to 16384: does not fall), and beyond the processors too (primes, 2 "
                  "to 8: by 10 %). "
                  "Confirmed if all hold, refuted if none does.",
          .judge = more_processes},
    Claim{.id = "A3",
          .source = n5,
          .quote = "\"Improves performance.\" \"Dramatically increased speed in programs.\"",
          .rule = "Confirmed if S/P > 1.1 in every cell of empty, cube, fibonacci, primes, file_read, "
                  "http_get with 1 and 2 "
                  "workers and of cube behind queues; refuted by any cell below 0.9.",
          .judge = improves},
    Claim{.id = "A4",
          .source = n4,
          .quote = "Most part of the time, they are faster than threads in Python, because the GIL problem",
          .rule = "Confirmed if T/P > 1 in more than half of 16 cells (8 kernels, 1 and 2 workers) with "
                  "threads under the "
                  "GIL, and the advantage vanishes without it (geometric mean of T/P of free threads at most "
                  "1.1). Refuted "
                  "if neither.",
          .judge = faster_because_of_the_gil,
          .remark = "The GIL is the emulated one; it reproduces the lock, not Python."},
    Claim{.id = "A5",
          .source = n4_n3,
          .quote = "\"A module that is especially useful for concurrent CPU-bound processing\" \"great for "
                   "CPU-bound "
                   "applications\"",
          .rule = "Confirmed if the efficiency of 2 processes is above 0.8 in each kernel that computes, and "
                  "higher there "
                  "than in kernels of I/O (geometric means). Refuted if neither.",
          .judge = useful_for_computing},
    Claim{.id = "A6",
          .source = n3,
          .quote = "This technique takes advantage of multiple cores and CPUs on your computer",
          .rule = "CPU time / time of 2 processes that compute: confirmed if at least 0.9 of min(n, "
                  "processors), refuted "
                  "if below 0.6 in any kernel.",
          .judge = uses_the_cores},
    Claim{.id = "A7",
          .source = n1_n2,
          .quote = "we can create more virtual engines to share processing on our cores",
          .rule = "8 processes against 2: computing gains at least 5 %, waiting at least 80 % of linear "
                  "(refuted below 5 %). "
                  "Confirmed if both hold, refuted if neither.",
          .judge = virtual_engines},
    Claim{.id = "A8",
          .source = n5,
          .quote = "Running multiple tasks at the same time.",
          .rule = "Waits under way on average (64 waits of 1 ms / time) with n processes: confirmed if at "
                  "least 0.9 n for n = "
                  "2 and 8, refuted if below 1.1.",
          .judge = at_the_same_time},
};

}  // namespace

std::span<const Claim> group_a() { return claims_a; }

}  // namespace parallax::reports::claims

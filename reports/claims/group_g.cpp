// SPDX-License-Identifier: MIT
// Claims about Pool and the API.
#include <array>

#include "reports/claims/all_groups.hpp"
#include "reports/claims/cell_names.hpp"
#include "reports/claims/sources.hpp"

namespace parallax::reports::claims {
namespace {

Finding limited_to_its_size(Measured& m) {
  Finding finding{.evidence = {}, .refuted = Refuted::by_any};
  for (const int workers : {2, 8})
    finding.evidence.push_back(
        {fmt::format("64 waits of 1 ms, {0} processes: under way on average, of {0}", workers),
         m.derived(
             {m.time(sleep.under("fork", workers))}, [=](auto time) { return 1e-3 / time[0] / workers; },
             Unit::share),
         within(0.8, 1.02)});
  return finding;
}

Finding same_interface(Measured& m) {
  std::vector<std::string> cells;
  for (const Work& work :
       {cube_small, primes, fibonacci, mandelbrot, wordcount, triad, sleep, file_read, http_get, echo})
    for (const char* runtime : {"threads", "fork"}) cells.push_back(work.under(runtime, 2));
  return {
      .evidence = {{"cells of 10 kernels, each written once, with a wrong answer under threads or processes",
                    m.wrong(cells), at_most(0)}},
      .refuted = Refuted::by_any};
}

const std::vector<std::string>& remote_cells() {
  static const std::vector<std::string> cells{element("manager-tcp", 1, false),
                                              element("manager-tcp", 2, true), round_trip("tcp", 8)};
  return cells;
}

Finding not_remote(Measured& m) {
  // What works over TCP, behind a handshake, would have to fail.
  const Effect wrong = m.wrong(remote_cells());
  Effect working = wrong;
  working.estimate = Estimate::exactly(3 - wrong.estimate.point());
  return {.evidence = {{"loads that work over TCP, authenticated, of 3", working, at_most(0)}},
          .refuted = Refuted::by_any};
}

Finding local_or_remote(Measured& m) {
  return {.evidence = {{"loads that run locally and give a wrong answer over TCP, of 3",
                        m.wrong(remote_cells()), at_most(0)},
                       {"a read from a manager: TCP / AF_UNIX",
                        m.speedup(element("manager-tcp", 1, false), element("manager-unix", 1, false))}},
          .refuted = Refuted::by_any,
          .limit = "over the loopback interface of one machine"};
}

constexpr std::array claims_g{
    Claim{.id = "G1",
          .source = n5,
          .about = "Pool",
          .quote = "Instantiated with certain # of tasks, all operations limited to that #.",
          .rule = "64 waits in a pool of n processes: confirmed if on average 0.8 n to 1.02 n are under way, "
                  "for n = 2 and 8; "
                  "refuted if surely outside. (The number is one of workers; tasks are not limited.)",
          .judge = limited_to_its_size},
    Claim{.id = "G2",
          .source = n4,
          .quote = "It implements the same API that threading module",
          .rule = "10 kernels, each written once: confirmed if all are right under threads and under "
                  "processes, refuted by a "
                  "wrong answer.",
          .judge = same_interface},
    Claim{.id = "G3",
          .source = n3,
          .quote = "p = Pool(5)",
          .rule = "A function that is defined after the pool was started must fail cleanly.",
          .untestable = "C++ has no functions that are defined later"},
    Claim{.id = "G4",
          .source = n5,
          .quote = "The Start method is called once per process object",
          .rule = "A second start must be an error.",
          .untestable = "about an interface; our processes start with their constructor, which runs once"},
    Claim{.id = "G5a",
          .source = n5,
          .quote = "No remote connection capabilities.",
          .rule = "Refuted if any load works over an authenticated TCP connection. (The PEP says something "
                  "else: no remote "
                  "connections by default.)",
          .judge = not_remote},
    Claim{.id = "G5b",
          .source = n5,
          .quote = "Able to run multiple tasks w/ either local or remote concurrency",
          .rule = "The same loads run over AF_UNIX and TCP: confirmed (at best with limits) if all are right "
                  "over TCP, "
                  "refuted by any wrong answer.",
          .judge = local_or_remote},
    Claim{.id = "G6",
          .source = n3,
          .quote = "if you're new ... multiprocessing wins out by far -- ... far simpler",
          .rule = "None.",
          .untestable = "about learning, not about running"},
};

}  // namespace

std::span<const Claim> group_g() { return claims_g; }

}  // namespace parallax::reports::claims

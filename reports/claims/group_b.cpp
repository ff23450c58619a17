// SPDX-License-Identifier: MIT
// Claims about the global interpreter lock. What stands for it: `gil`, the emulation of CPython's lock since
// 3.2, and `cpython`, the very lock. Both are the lock without Python around it.
#include <algorithm>
#include <array>

#include "reports/claims/all_groups.hpp"
#include "reports/claims/cell_names.hpp"
#include "reports/claims/sources.hpp"

namespace parallax::reports::claims {
namespace {

constexpr std::string_view policy_not_python =
    "The lock's policy is measured, not Python: bytecode, reference counts and allocation are absent.";

Finding one_thread_at_once(Measured& m) {
  Finding finding{.evidence = {}, .refuted = Refuted::by_any};
  for (const char* runtime : {"gil", "cpython"}) {
    const auto alone = primes.under(runtime, 1), both = primes.under(runtime, 2);
    finding.evidence.push_back({fmt::format("primes, 2 threads against 1 under {}", runtime),
                                m.speedup(alone, both), at_most(1.05, 1.2)});
    finding.evidence.push_back({fmt::format("primes, processors busy with 2 threads under {}", runtime),
                                m.value(m.busy(both), Unit::count), at_most(1.1, 1.5)});
  }
  return finding;
}

Finding waiting_does_not_suffer(Measured& m) {
  Finding finding{.evidence = {}, .refuted = Refuted::by_any};
  const auto add = [&](const char* what, Effect effect) {
    finding.evidence.push_back({what, std::move(effect), at_least(0.9, 0.5)});
  };
  add("blocking: http_get, 8 threads, rate with / without GIL",
      m.speedup(http_get.under("threads", 8), http_get.under("gil", 8)));
  add("not blocking: file_read, 2 threads, rate with / without GIL",
      m.speedup(file_read.under("threads", 2), file_read.under("gil", 2)));
  add("requests beside one thread that computes, rate with / without GIL",
      m.ratio(m.counter(requests_beside_one.under("threads", 2), "latency_mean"),
              m.counter(requests_beside_one.under("gil", 2), "latency_mean")));
  return finding;
}

Finding reduces_the_advantage(Measured& m) {
  Finding finding;
  for (const Work& work : {primes, fibonacci, mandelbrot})
    finding.evidence.push_back({fmt::format("{}, 2 threads, rate with / without GIL", work.kernel),
                                m.speedup(work.under("threads", 2), work.under("gil", 2)), at_most(0.95)});
  finding.evidence.push_back({"sleep, 8 threads, rate with / without GIL",
                              m.speedup(sleep.under("threads", 8), sleep.under("gil", 8)), at_most(0.95)});
  return finding;
}

constexpr double enough_switches = 5;

// That something never happened says nothing of a run in which it could not.
Finding never(Measured& m, const std::string& cell, const char* counter, std::string what) {
  const Effect switches = m.most(cell, "gil_switches");
  Finding finding{.evidence = {{std::move(what), m.most(cell, counter), at_most(0)},
                               {"most times that the lock changed hands in a run", switches}},
                  .refuted = Refuted::by_any};
  if (switches.estimate.point() < enough_switches)
    finding.untestable = "the lock hardly changed hands in these runs, so that nothing could happen";
  return finding;
}

Finding avoids_conflict(Measured& m) {
  return never(m, increment("gil-threads", 2), "lost_updates",
               "most updates that a run lost under the GIL, 2 threads, counter += 1");
}

Finding nobody_cuts_the_line(Measured& m) {
  return never(m, increment("gil-threads", 3), "overtaken",
               "most times per run that a thread got the GIL before one that had waited longer, 3 threads");
}

Finding side_steps(Measured& m) {
  const double most = std::min(2, m.processors().value_or(2));
  Finding finding;
  for (const Work& work : {primes, fibonacci, mandelbrot})
    finding.evidence.push_back(
        {fmt::format("{}: 2 processes against 2 threads under the GIL, of {:g}", work.kernel, most),
         m.derived(
             {m.time(work.under("gil", 2)), m.time(work.under("fork", 2))},
             [=](auto t) { return t[0] / t[1] / most; }, Unit::share),
         at_least(0.8, 0.6)});
  return finding;
}

constexpr std::array claims_b{
    Claim{.id = "B1a",
          .source = n4,
          .quote = "Python only allows a single thread to be executing within the interpreter at once",
          .rule = "Under both locks: 2 threads that compute are at most 1.05 times as fast as 1 and keep at "
                  "most 1.1 "
                  "processors busy. Refuted by a speed-up above 1.2, or more than 1.5 processors.",
          .judge = one_thread_at_once,
          .remark = policy_not_python},
    Claim{.id = "B1b",
          .source = n5,
          .quote = "Lock only enabled single statement executions (single threading)",
          .rule = "Refuted if the lock can change hands between the load and the store of one counter += 1: "
                  "if any run of 2 "
                  "threads lost an update.",
          .judge = avoids_conflict,
          .remark = policy_not_python},
    Claim{.id = "B2",
          .source = n4,
          .quote = "I/O, sockets and http communications don't suffer to much because the GIL.",
          .rule = "Rate with / without GIL of waiting (http_get), of I/O that does not wait (file_read), of "
                  "requests beside "
                  "a thread that computes (convoy): confirmed if at least 0.9 in all three, refuted by any "
                  "below 0.5.",
          .judge = waiting_does_not_suffer,
          .remark = policy_not_python},
    Claim{.id = "B3",
          .source = n3,
          .quote = "the Global Interpreter Lock (GIL) in Python actually reduces any advantages of threading "
                   "even more.",
          .rule = "Rate with / without GIL at most 0.95 in primes, fibonacci, mandelbrot (2 threads) and, as "
                  "the sentence "
                  "says any, sleep (8 threads). Confirmed if in all, refuted if in none.",
          .judge = reduces_the_advantage,
          .remark = policy_not_python},
    Claim{.id = "B4",
          .source = n3,
          .quote = "by maintaining a single thread, Python avoids conflict",
          .rule = "2 threads under the GIL add one to a counter, with a checkpoint between load and store: "
                  "confirmed if no "
                  "run lost an update, refuted if any did.",
          .judge = avoids_conflict,
          .remark = policy_not_python},
    Claim{.id = "B5",
          .source = n3,
          .quote = "Each computation waits in line to take its turn. Nobody cuts the line.",
          .rule = "3 threads that compute under the GIL: confirmed only if in no run any of them got the "
                  "lock before one that "
                  "had waited for longer; refuted if it happened.",
          .judge = nobody_cuts_the_line,
          .remark = policy_not_python},
    Claim{.id = "B6",
          .source = n5,
          .quote = "side-stepping the global interpreter lock",
          .rule = "T/P with threads under the GIL and 2 workers, over min(n, processors): confirmed if at "
                  "least 0.8 in "
                  "primes, fibonacci and mandelbrot, refuted if below 0.6 in all.",
          .judge = side_steps,
          .remark = policy_not_python},
    Claim{.id = "B7",
          .source = n4,
          .quote = "GIL is not a bug ... makes the maintenance easier",
          .rule = "None: how easy maintenance is cannot be measured.",
          .untestable =
              "what is claimed is no quantity; for what finer locks cost one thread see the probe acquire"},
};

}  // namespace

std::span<const Claim> group_b() { return claims_b; }

}  // namespace parallax::reports::claims

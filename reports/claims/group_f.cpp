// SPDX-License-Identifier: MIT
// Claims about faults. The probe `death` has workers killed and checks how they ended; a cell of it that has
// a value has seen that happen in every run.
#include <array>

#include "reports/claims/all_groups.hpp"
#include "reports/claims/cell_names.hpp"
#include "reports/claims/sources.hpp"

namespace parallax::reports::claims {
namespace {

Effect noticed_in(Measured& m, const char* mechanism) {
  return m.value(m.counter(death(mechanism), "noticed_p50"), Unit::seconds);
}

Finding whole_family(Measured& m) {
  return {.evidence = {{"runs in which a SIGSEGV in 1 of 4 threads did not end the whole process",
                        m.wrong({death("thread-crash")}), at_most(0)},
                       {"until its parent knows", noticed_in(m, "thread-crash")}},
          .refuted = Refuted::by_any,
          .limit = "of a crash by a signal; an exception that is caught ends nobody"};
}

Finding others_keep_running(Measured& m) {
  return {{{"a parent that does not live on after its child was killed, cells of 2",
            m.wrong({death("pidfd"), death("pipe-eof")}), at_most(0)},
           {"a pool whose worker was killed gives its job up (1) or not (0)",
            m.derived(
                {m.time(death("runtime-fork"))}, [](auto) { return 1.; }, Unit::count),
            at_most(0)},
           {"until the pool's caller knows", noticed_in(m, "runtime-fork")}}};
}

Finding independent(Measured& m) {
  const double most = std::min(2, m.processors().value_or(2));
  const auto efficiency = [&](const Work& work) {
    return m.derived(
        {m.time(work.under("fork", 1)), m.time(work.under("fork", 2))},
        [=](auto t) { return t[0] / t[1] / most; }, Unit::share);
  };
  return {.evidence = {{"triad (memory-bound), 2 processes against 1: efficiency", efficiency(triad),
                        at_least(0.95, 0.9)},
                       {"primes (computes only), the same for comparison", efficiency(primes)}},
          .refuted = Refuted::by_any};
}

constexpr std::array claims_f{
    Claim{.id = "F1",
          .source = n3,
          .quote = "When one thread does something stupid (e.g., crash!), it brings down shame on the whole "
                   "family (all the "
                   "threads can crash!).",
          .rule = "One of 4 threads gets a SIGSEGV: confirmed (with limits: by a signal) if the whole "
                  "process dies of it in "
                  "every run, refuted if it ever does not.",
          .judge = whole_family},
    Claim{.id = "F2",
          .source = n3,
          .quote = "if a process does something stupid (e.g., crash!), the others might not even hear about "
                   "it, never mind "
                   "feel any shame (they'll just keep running, doing their own thing)",
          .rule = "Confirmed if the parent of a killed process lives on, and so does a pool's job; refuted "
                  "if neither. "
                  "The pool is the runtime fork, whose call fails at once and names the dead worker "
                  "(Python's would wait for "
                  "ever).",
          .judge = others_keep_running},
    Claim{.id = "F3",
          .source = n5,
          .quote = "each process is separate is completely independent",
          .rule = "Two processes that do nothing but use memory: confirmed if their efficiency is at least "
                  "0.95 of that of "
                  "one, refuted below 0.9.",
          .judge = independent},
};

}  // namespace

std::span<const Claim> group_f() { return claims_f; }

}  // namespace parallax::reports::claims

// SPDX-License-Identifier: MIT
// Claims about shared state. A store is where an integer lies: in memory of one's own, in shared memory with
// and without a lock (as Value and Array), in a manager's process.
#include <array>

#include "reports/claims/all_groups.hpp"
#include "reports/claims/cell_names.hpp"
#include "reports/claims/sources.hpp"

namespace parallax::reports::claims {
namespace {

Finding manager_is_slower(Measured& m) {
  Finding finding{.evidence = {}, .refuted = Refuted::by_any};
  for (const char* manager : {"manager-unix", "manager-tcp"}) {
    for (const int clients : {1, 2}) {
      for (const bool update : {false, true})
        finding.evidence.push_back(
            {fmt::format("{} of an element, {} client{}: {} / shared memory with a lock",
                         update ? "update" : "read", clients, clients == 1 ? "" : "s", manager),
             m.speedup(element(manager, clients, update), element("array-locked", clients, update)),
             at_least(1)});
    }
  }
  return finding;
}

Finding shared_memory_helps(Measured& m) {
  // A message of 4 KiB carries 512 elements.
  const auto against_message = [&](const char* store) {
    return m.derived({m.time(throughput("pipe", 4096)), m.time(element(store, 1, false))},
                     [](auto t) { return t[0] / 512 / t[1]; });
  };
  return {{{"one element: through a pipe, 512 at a time / Array, locked once for all",
            against_message("array-batch"), at_least(1)},
           {"one element: through a pipe, 512 at a time / Array, locked for each",
            against_message("array-locked"), at_least(1)}}};
}

Evidence losses(Measured& m, const char* what, const std::string& cell) {
  return {fmt::format("{}: most updates that a run lost", what), m.most(cell, "lost_updates"), at_most(0)};
}

Finding nothing_shared(Measured& m) {
  return {.evidence = {losses(m, "memory of their own, 2 processes", element("local", 2, true))},
          .refuted = Refuted::by_any,
          .limit = "only while really nothing is shared: no shared memory, and no file"};
}

Finding safe_because_processes(Measured& m) {
  return {.evidence = {losses(m, "memory of their own, 2 processes", element("local", 2, true)),
                       losses(m, "shared memory without a lock", element("value-raw", 2, true)),
                       losses(m, "value += 1 with a lock around each get and set",
                              element("value-locked", 2, true))},
          .refuted = Refuted::by_any};
}

Finding no_locking_business(Measured& m) {
  return {.evidence = {losses(m, "value += 1 with a lock around each get and set",
                              element("value-locked", 2, true)),
                       losses(m, "a manager's element, get and set", element("manager-unix", 2, true))},
          .refuted = Refuted::by_any};
}

Finding threads_race(Measured& m) {
  Finding finding{{{"counter += 1 by 2 threads, unguarded: most updates that a run lost",
                    m.most(increment("plain-threads", 2), "lost_updates"), at_least(1)},
                   {"with an atomic instruction", m.most(increment("atomic-threads", 2), "lost_updates")},
                   {"with a mutex", m.most(increment("mutex-threads", 2), "lost_updates")}}};
  finding.refuted = Refuted::by_any;
  return finding;
}

constexpr std::array claims_e{
    Claim{.id = "E1",
          .source = n5,
          .about = "Manager",
          .quote = "Slower than shared memory.",
          .rule = "Reads and updates of an element, 1 and 2 clients, over AF_UNIX and TCP, against shared "
                  "memory with a lock "
                  "around each access: confirmed if slower in all, refuted if faster in any.",
          .judge = manager_is_slower},
    Claim{.id = "E2",
          .source = n5,
          .quote = "Workaround: shared memory ... Uses Value and Array Classes.",
          .rule = "Shared memory beats copying in messages: confirmed if reading an element costs less than "
                  "its part of a "
                  "4 KiB message, both with the lock taken once for all and for each; refuted if neither.",
          .judge = shared_memory_helps},
    Claim{.id = "E3",
          .source = n5,
          .quote = "Sharing data is tedious.",
          .rule = "None.",
          .untestable = "about writing programs, not about running them"},
    Claim{.id = "E4a",
          .source = n5,
          .quote = "No memory shared, so no race conditions.",
          .rule = "2 processes update memory of their own: confirmed (at best with limits) if no run lost an "
                  "update, refuted "
                  "if any did.",
          .judge = nothing_shared},
    Claim{.id = "E4b",
          .source = n3,
          .quote = "is safe from conflict since each process runs independently",
          .rule = "The general form: confirmed if no update is lost in private memory, in shared memory, nor "
                  "with a lock "
                  "around each get and each set; refuted by any loss.",
          .judge = safe_because_processes},
    Claim{.id = "E4c",
          .source = n4,
          .quote = "forget about all of that locking business",
          .rule = "What Python offers for sharing, without locking of one's own: confirmed if no update of a "
                  "Value or of a "
                  "manager's element is lost, refuted by any loss.",
          .judge = no_locking_business},
    Claim{.id = "E5",
          .source = n5_n3,
          .about = "threads",
          .quote = "\"Could lead to race conditions, synchronization errors.\" \"conflicts can "
                   "occur since memory is "
                   "shared between threads\"",
          .rule = "2 threads add one to a counter without a guard: confirmed if a run lost an update.",
          .judge = threads_race},
    Claim{.id = "E6",
          .source = n4,
          .quote = "Share nothing or little is safer than share everything",
          .rule =
              "Peers that a wild write of one worker corrupts: none between processes, some between threads.",
          .untestable = "no cell writes where it must not"},
};

}  // namespace

std::span<const Claim> group_e() { return claims_e; }

}  // namespace parallax::reports::claims

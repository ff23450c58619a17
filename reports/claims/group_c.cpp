// SPDX-License-Identifier: MIT
// Claims about what processes and threads cost. Python's part in it (starting an interpreter, importing
// modules) is absent: these are the costs of the operating system.
#include <array>

#include "reports/claims/all_groups.hpp"
#include "reports/claims/cell_names.hpp"
#include "reports/claims/sources.hpp"

namespace parallax::reports::claims {
namespace {

constexpr int small_parent = 10, large_parent = 1000;  // MB

// Memory that a worker has for itself, and page tables; a page at least, so that nothing is divided by 0.
Effect memory_ratio(Measured& m, const std::string& heavy, const std::string& light) {
  return m.derived(
      {m.counter(heavy, "worker_unshared"), m.counter(heavy, "worker_page_tables"),
       m.counter(light, "worker_unshared"), m.counter(light, "worker_page_tables")},
      [](auto bytes) { return std::max(bytes[0] + bytes[1], 4096.) / std::max(bytes[2] + bytes[3], 4096.); });
}

Finding threads_are_light(Measured& m) {
  Finding finding;
  const auto thread = start_stop("thread", small_parent), fork = start_stop("fork", small_parent);
  const auto add = [&](const char* what, Effect effect) {
    finding.evidence.push_back({what, std::move(effect), at_least(2, 1)});
  };
  add("start and join: fork / thread, parent of 10 MB", m.speedup(fork, thread));
  add("start and join: fork / thread, parent of 1000 MB",
      m.speedup(start_stop("fork", large_parent), start_stop("thread", large_parent)));
  add("start and join: fresh program / thread", m.speedup(start_stop("spawn-self", small_parent), thread));
  add("memory of an idle worker: fork / thread", memory_ratio(m, fork, thread));
  add("handing over by futex: processes / threads",
      m.speedup(signal("floor-futex-processes"), signal("floor-futex-threads")));
  return finding;
}

Finding more_overhead(Measured& m) {
  Finding finding;
  const auto add = [&](const char* what, Effect effect) {
    finding.evidence.push_back({what, std::move(effect), at_least(2, 1)});
  };
  add("a pool of 8, started and stopped: processes / threads",
      m.speedup(start_pool("fork", 8), start_pool("threads", 8)));
  add("1024 empty tasks, 2 workers: processes / threads",
      m.speedup(empty_region.under("fork", 2), empty_region.under("threads", 2)));
  add("1024 empty tasks, 2 workers: processes behind queues / threads",
      m.speedup(empty_region.under("fork-queue", 2), empty_region.under("threads", 2)));
  return finding;
}

Finding parent_continues(Measured& m) {
  Finding finding;
  const auto add = [&](const char* what, const std::string& cell) {
    finding.evidence.push_back(
        {what, m.ratio(m.counter(cell, "started_in"), m.counter(cell, "ready_in")), at_most(0.5, 0.9)});
  };
  add("fork, parent of 10 MB: until the parent goes on / until the child runs",
      start_stop("fork", small_parent));
  add("fork, parent of 1000 MB: the same", start_stop("fork", large_parent));
  add("fresh program, parent of 10 MB: the same", start_stop("spawn-self", small_parent));
  return finding;
}

Finding no_fork_on_windows(Measured& m) {
  Finding finding;
  for (const int parent : {small_parent, large_parent})
    finding.evidence.push_back({fmt::format("start and join: fresh program / fork, parent of {} MB", parent),
                                m.speedup(start_stop("spawn-self", parent), start_stop("fork", parent))});
  finding.untestable =
      "this is not Windows; shown is what a fresh program costs against a fork, without Python's own start";
  return finding;
}

Finding messages_cost(Measured& m) {
  const auto in_process = round_trip("ring-threads", 8);
  return {{{"cheapest between processes: ring, 8 B, against a queue within the process",
            m.speedup(round_trip("ring", 8), in_process), at_least(10)},
           {"socketpair (Python's Pipe), 8 B, against a queue within the process",
            m.speedup(round_trip("socketpair", 8), in_process), at_least(10)}}};
}

Finding easily_distributed(Measured& m) {
  const std::vector<std::string> cells{round_trip("tcp", 8), round_trip("tcp", 4096), throughput("tcp", 4096),
                                       element("manager-tcp", 2, true)};
  return {
      .evidence = {{"loads over TCP with a wrong answer, of 4 that run unchanged", m.wrong(cells),
                    at_most(0)},
                   {"a round trip of 8 B: TCP / socketpair",
                    m.speedup(round_trip("tcp", 8), round_trip("socketpair", 8))},
                   {"a read from a manager: TCP / AF_UNIX",
                    m.speedup(element("manager-tcp", 1, false), element("manager-unix", 1, false))}},
      .refuted = Refuted::by_any,
      .limit = "on one machine: failures and latencies of a network are not met on the loopback interface"};
}

constexpr std::array claims_c{
    Claim{.id = "C1a",
          .source = n4,
          .quote =
              "(threads) \"Are light weight\"; (processes) \"are heavy weight (in comparison to threads)\"",
          .rule = "Threads are cheaper by at least 2 in starting and joining (fork with a small and a large "
                  "parent, fresh "
                  "program), memory of an idle worker, and a hand-over. Confirmed if in all, refuted if in "
                  "none (not "
                  "cheaper at all).",
          .judge = threads_are_light},
    Claim{.id = "C1b",
          .source = n3,
          .quote = "\"Multiprocessing has more overhead\" \"multithreading is a lightweight approach\"",
          .rule = "The same factor of 2 for a pool's start and stop and for handing out empty tasks, in "
                  "shared memory and "
                  "through queues. Confirmed if in all, refuted if in none (not more at all).",
          .judge = more_overhead},
    Claim{
        .id = "C2",
        .source = n4,
        .quote =
            "Parent process spawn a child process and can continue its execution normally (assynchronously)",
        .rule = "Time until the starting call returns / until the child runs: confirmed if at most 0.5 for "
                "fork (small and "
                "large parent) and a fresh program, refuted if above 0.9 in all.",
        .judge = parent_continues},
    Claim{.id = "C3",
          .source = n5,
          .quote = "Windows lacks os.fork()",
          .rule = "None: the ratio of a fresh program to a fork is shown.",
          .judge = no_fork_on_windows},
    Claim{.id = "C4a",
          .source = n4,
          .about = "threads",
          .quote = "Do not use Inter-Process Communication or messaging",
          .rule = "None: a statement about design.",
          .untestable =
              "a program of threads may send messages or not; round_trip has transports between threads"},
    Claim{.id = "C4b",
          .source = n3,
          .about = "IPC",
          .quote = "is quite difficult and resource-intensive",
          .rule = "A round trip of 8 B between processes costs at least 10 times that through a queue within "
                  "the process: "
                  "confirmed if for the cheapest transport (a ring in shared memory) and for Python's (a "
                  "socketpair), refuted "
                  "if for neither. Difficulty is not judged.",
          .judge = messages_cost},
    Claim{.id = "C5",
          .source = n2,
          .about = "ipyparallel",
          .quote = "can scale to a multi-node architecture without changing anything",
          .rule = "Confirmed if the same kernels run on a runtime of many machines.",
          .untestable = "no runtime of this build runs on more than one machine"},
    Claim{.id = "C6",
          .source = n4,
          .quote = "Easier to turn into a distributed application",
          .rule = "Loads written for one machine run over TCP unchanged: confirmed (at best with limits) if "
                  "their answers are "
                  "right, refuted by any wrong one. The cost is shown.",
          .judge = easily_distributed},
};

}  // namespace

std::span<const Claim> group_c() { return claims_c; }

}  // namespace parallax::reports::claims

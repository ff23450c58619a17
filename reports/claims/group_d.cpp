// SPDX-License-Identifier: MIT
// Claims about channels. Python's Pipe() is a socketpair here, or a pipe if it has one direction; its Queue
// is `feeder-queue`, its SimpleQueue `locked-queue`. Messages are bytes: nothing is pickled.
#include <array>

#include "reports/claims/all_groups.hpp"
#include "reports/claims/cell_names.hpp"
#include "reports/claims/sources.hpp"

namespace parallax::reports::claims {
namespace {

constexpr std::array queues{"locked-queue", "feeder-queue", "joinable-queue"};
constexpr std::array small_messages{8, 4096};

Finding pipes_are_faster(Measured& m) {
  Finding finding;
  for (const int bytes : {8, 256, 4096, 1 << 20})
    for (const char* queue : queues)
      finding.evidence.push_back({fmt::format("messages of {} B per second: pipe / {}", bytes, queue),
                                  m.speedup(throughput(queue, bytes), throughput("pipe", bytes)),
                                  at_least(1.2)});
  finding.evidence.push_back({"for comparison: socketpair / feeder-queue, 8 B",
                              m.speedup(throughput("feeder-queue", 8), throughput("socketpair", 8))});
  finding.evidence.push_back({"for comparison: time of one put, feeder-queue / pipe, 8 B",
                              m.ratio(m.counter(throughput("feeder-queue", 8), "send_p50"),
                                      m.counter(throughput("pipe", 8), "send_p50"))});
  return finding;
}

std::vector<std::string> with_peers(int producers, int consumers) {
  std::vector<std::string> cells;
  for (const char* queue : queues) cells.push_back(throughput(queue, 8, producers, consumers));
  return cells;
}

Finding several_of_both(Measured& m) {
  auto cells = with_peers(2, 2);
  for (const char* queue : queues) cells.push_back(throughput(queue, 4096, 2, 2));
  return {.evidence = {{"queues with 2 producers and 2 consumers that lost, doubled or damaged messages",
                        m.wrong(cells), at_most(0)}},
          .refuted = Refuted::by_any};
}

Finding safe(Measured& m) {
  Finding finding{
      .evidence = {},
      .refuted = Refuted::by_any,
      .limit =
          "between processes that live: that one is killed in the middle of a message is not part of "
          "these cells, and Python's queues stand still then (gh-96062)"};
  for (const auto& [producers, consumers] : {std::pair{2, 1}, std::pair{1, 2}, std::pair{2, 2}})
    finding.evidence.push_back(
        {fmt::format("{} to {}: queues that lost, doubled or damaged messages", producers, consumers),
         m.wrong(with_peers(producers, consumers)), at_most(0)});
  return finding;
}

Finding first_in_first_out(Measured& m) {
  std::vector<std::string> cells;
  for (const char* queue : queues)
    for (const int bytes : small_messages) cells.push_back(throughput(queue, bytes));
  return {.evidence = {{"1 producer: queues in which a message overtook another", m.wrong(cells), at_most(0)},
                       {"2 producers: queues in which a message overtook another of its producer",
                        m.wrong(with_peers(2, 1)), at_most(0)}},
          .refuted = Refuted::by_any,
          .limit =
              "among the messages of one producer: with a feeder thread in each process no order between "
              "producers "
              "is promised, and none is looked for"};
}

Finding as_simple_as_a_file(Measured& m) {
  return {.evidence = {{"messages of 4096 B per second: pipe / socketpair",
                        m.speedup(throughput("socketpair", 4096), throughput("pipe", 4096))}},
          .untestable = "how simple something is is no quantity; shown is what differs in the kernel's path"};
}

Finding copies(Measured& m) {
  const auto growth = [&](const char* channel) {
    return m.speedup(throughput(channel, 1 << 20), throughput(channel, 65'536));
  };
  return {{{"pipe: time of a message of 1 MiB / 64 KiB (16 is linear)", growth("pipe"), at_least(8, 4)},
           {"socketpair: the same", growth("socketpair"), at_least(8, 4)},
           {"a job whose inputs and results travel / are shared, triad, 2 workers",
            m.speedup(triad.under("fork-pipe", 2), triad.under("fork", 2)), at_most(1.1, 2)}}};
}

constexpr std::array claims_d{
    Claim{.id = "D1",
          .source = n4,
          .about = "pipes",
          .quote = "Faster than queues",
          .rule = "Messages per second, one to one: confirmed if a pipe carries at least 1.2 times as many "
                  "as each queue at "
                  "8 B, 256 B, 4 KiB and 1 MiB, refuted if nowhere.",
          .judge = pipes_are_faster,
          .remark = "Published before: 1.73 (the author of N4), 1.25 (Python 3.9)."},
    Claim{.id = "D2a",
          .source = n4,
          .quote = "A queue supports multiple producers and multiple consumers",
          .rule = "2 producers, 2 consumers, 8 B and 4 KiB, three queues: confirmed if every message arrives "
                  "once and whole "
                  "in every run, refuted by any that does not.",
          .judge = several_of_both},
    Claim{.id = "D2b",
          .source = n4_n5,
          .quote = "\"It is thread and process safe\" \"Queues are thread and process safe.\"",
          .rule = "2 to 1, 1 to 2 and 2 to 2, three queues: confirmed (at best with limits, as nobody is "
                  "killed) if every "
                  "message arrives once and whole in every run, refuted by any that does not.",
          .judge = safe},
    Claim{.id = "D3",
          .source = n5,
          .quote = "FIFO implementation (first tasks added are first retrieved)",
          .rule = "Confirmed (at best with limits) if with 1 producer no message overtakes another, nor one "
                  "of the same "
                  "producer with 2; refuted by any that does.",
          .judge = first_in_first_out},
    Claim{.id = "D4",
          .source = n4,
          .quote = "It can only have two endpoints - One of them should be used for read while the another "
                   "for write in "
                   "order to avoid risk of corruption",
          .rule = "Torn messages of several writers and readers at one end, up to PIPE_BUF and beyond.",
          .untestable = "no cell has several writers at one end of a pipe without a lock"},
    Claim{.id = "D5",
          .source = n4,
          .quote = "sharing data between 2 processes is as simple as reading/writing to a file",
          .rule = "None: rates of pipe and socketpair are shown.",
          .judge = as_simple_as_a_file},
    Claim{
        .id = "D6",
        .source = n5,
        .quote = "Must copy every message to send; retrieval is costly.",
        .rule =
            "Time grows with the size (64 KiB to 1 MiB: at least 8 times; refuted below 4) through pipe and "
            "socketpair, and sharing instead does not help (a job through pipes at most 1.1 times as slow as "
            "in shared "
            "memory; refuted above 2). Confirmed if all hold, refuted if none does.",
        .judge = copies},
    Claim{.id = "D7",
          .source = n4,
          .quote = "You can send and receive Python objects (they will be serialized using pickle)",
          .rule = "The share of serialising in a message's time.",
          .untestable = "messages are bytes here; nothing is serialised"},
    Claim{.id = "D8",
          .source = n4,
          .quote =
              "\"Everything is focused on messaging\" \"Implements the shared memory programming paradigm\"",
          .rule = "None.",
          .untestable = "the notes contradict themselves; multiprocessing has both"},
};

}  // namespace

std::span<const Claim> group_d() { return claims_d; }

}  // namespace parallax::reports::claims

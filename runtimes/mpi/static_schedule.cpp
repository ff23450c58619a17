// SPDX-License-Identifier: MIT
#include "runtimes/mpi/static_schedule.hpp"

#include <algorithm>

#include "runtimes/mpi/service.hpp"
#include "runtimes/mpi/tree.hpp"
#include "runtimes/process/task.hpp"

namespace parallax {

void StaticSchedule::map(const MapJob& job) {
  if (job.items == 0) return;
  const auto payload = session_.payload(job);
  session_.run(job, [&] {
    hand_out(job, payload);
    const Share own = share_of(job, 0, session_.size());
    try {
      for (std::size_t c = own.first; c < own.last; ++c) job.run(job, chunk(job, c), session_.worker());
    } catch (const std::exception& error) {
      session_.keep_error(error.what());
    } catch (...) {
      session_.keep_error("an exception that is not a std::exception");
    }
    for (int replies = replies_to_come(job); replies > 0; --replies)
      session_.take_results(job, session_.next_reply());
  });
}

int StaticSchedule::replies_to_come(const MapJob& job) {
  const int ranks = session_.size();
  if (!gathered_by_tree(job, ranks)) return ranks - 1;
  int children = 0;
  for_each_child(0, ranks, [&](int) { ++children; });
  // What the others send up to each other: every rank its own block with all that are below it.
  for (int r = 1; r < ranks; ++r) {
    if (parent_of(r) == 0) continue;
    const Share first = share_of(job, r, ranks);
    const Share last = share_of(job, std::min(r + (r - parent_of(r)), ranks) - 1, ranks);
    session_.count_forwarded(sizeof(Reply) +
                             items_of(job, {first.first, last.last}).size() * (job.out.size() / job.items));
  }
  return children;
}

void StaticSchedule::hand_out(const MapJob& job, RankSession::Payload payload) {
  const int ranks = session_.size();
  const bool scattered = payload.inputs && job.in_per_item != 0;
  const Call call{.kind = Call::Kind::region,
                  .ranks = static_cast<std::uint32_t>(ranks),
                  .job = true,
                  .inputs = payload.inputs,
                  .params = payload.params};
  const Part of_job = std::as_bytes(std::span(&job, 1));
  const Part params = payload.params ? Part(job.params) : Part();
  const Part in = payload.inputs && !scattered ? Part(job.in) : Part();
  int children = 0;
  for_each_child(0, ranks, [&](int child) {
    session_.outbox().send(child, call_tag, call, {of_job, params, in});
    ++children;
  });
  session_.count_forwarded(static_cast<std::size_t>(ranks - 1 - children) *
                           (sizeof call + of_job.size() + params.size() + in.size()));
  if (!scattered) return;
  for (int r = 1; r < ranks; ++r) {
    const Share share = share_of(job, r, ranks);
    if (share.first == share.last) continue;
    const ByteRange own = input_range(job, items_of(job, share));
    session_.outbox().send_part(r, job.in.subspan(own.begin, own.size));
  }
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "runtimes/mpi/dynamic_schedule.hpp"

#include <algorithm>

#include "runtimes/process/task.hpp"

namespace parallax {

// One call of map().
struct DynamicSchedule::Running {
  const MapJob& job;
  RankSession::Payload payload;
  std::size_t chunks = chunk_count(job);
  std::size_t next = 0;         // the lowest that nobody has been given
  std::size_t outstanding = 0;  // at other ranks
  std::vector<bool> knows;      // the job, by rank

  std::size_t left() const { return chunks - next; }
};

DynamicSchedule::DynamicSchedule(const Settings& chosen, InputPlacement inputs)
    : session_(chosen, inputs),
      window_(static_cast<std::size_t>(chosen.value(window))),
      has_(static_cast<std::size_t>(chosen.workers)) {}

void DynamicSchedule::map(const MapJob& job) {
  Running running{.job = job,
                  .payload = session_.payload(job),
                  .knows = std::vector<bool>(static_cast<std::size_t>(session_.size()))};
  std::fill(has_.begin(), has_.end(), 0);
  session_.run(job, [&] {
    while (running.left() != 0 || running.outstanding != 0) {
      if (session_.failed()) running.next = running.chunks;
      hand_out(running);
      if (running.left() != 0) {
        run_own(running);
      } else if (running.outstanding != 0) {
        take(running, session_.next_reply());
      }
      // Asking whether something has come costs as much as a message, so it is not asked in vain.
      while (running.outstanding != 0) {
        session_.outbox().progress();
        const auto arrived = session_.poll();
        if (!arrived) break;
        take(running, *arrived);
      }
    }
  });
}

void DynamicSchedule::run_own(Running& running) {
  const MapJob& job = running.job;
  try {
    job.run(job, chunk(job, running.next++), session_.worker());
  } catch (const std::exception& error) {
    session_.keep_error(error.what());
  } catch (...) {
    session_.keep_error("an exception that is not a std::exception");
  }
}

void DynamicSchedule::take(Running& running, const Inbox::Message& arrived) {
  --has_[static_cast<std::size_t>(arrived.from)];
  --running.outstanding;
  session_.take_results(running.job, arrived);
}

void DynamicSchedule::hand_out(Running& running) {
  const auto others = has_.size() - 1;
  for (std::size_t level = 0; level < window_; ++level) {
    for (std::size_t r = 1; r <= others; ++r) {
      if (has_[r] != level) continue;
      if (running.left() == 0 || (level > 0 && running.left() <= others)) return;
      give(running, static_cast<int>(r));
    }
  }
}

void DynamicSchedule::give(Running& running, int rank) {
  const auto r = static_cast<std::size_t>(rank);
  const MapJob& job = running.job;
  const std::size_t index = running.next++;
  const bool first = !running.knows[r];
  running.knows[r] = true;
  const bool own_inputs = running.payload.inputs && job.in_per_item != 0;
  Part of_job, params, in;
  if (first) of_job = std::as_bytes(std::span(&job, 1));
  if (first && running.payload.params) params = job.params;
  if (own_inputs) {
    const ByteRange own = input_range(job, chunk(job, index));
    in = job.in.subspan(own.begin, own.size);
  } else if (first && running.payload.inputs) {
    in = job.in;
  }
  session_.outbox().send(rank, call_tag,
                         Call{.kind = Call::Kind::chunk,
                              .ranks = static_cast<std::uint32_t>(has_.size()),
                              .chunk = index,
                              .job = first,
                              .inputs = own_inputs || (first && running.payload.inputs),
                              .params = first && running.payload.params},
                         {of_job, params, in});
  ++has_[r];
  ++running.outstanding;
}

}  // namespace parallax

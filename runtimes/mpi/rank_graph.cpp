// SPDX-License-Identifier: MIT
#include "runtimes/mpi/rank_graph.hpp"

#include <algorithm>
#include <exception>

namespace parallax {
namespace {

std::uint32_t border(const GraphJob& job, int rank, int ranks) {
  return static_cast<std::uint32_t>(std::uint64_t{job.width} * static_cast<std::uint64_t>(rank) /
                                    static_cast<std::uint64_t>(ranks));
}

// Calls `visit` with the bytes of all outputs that a rank has of one step after the other.
template <class Visit>
void for_each_row(const GraphJob& job, TaskRange (*points)(const GraphJob&, std::uint32_t, int, int),
                  int rank, int ranks, Visit visit) {
  for (std::uint32_t step = 0; step < job.steps.size(); ++step) {
    const TaskRange own = points(job, step, rank, ranks);
    if (own.begin < own.end) visit(output_of(job, {step, own.begin}), own.size() * job.output_bytes);
  }
}

}  // namespace

TaskRange RankGraph::own_points(const GraphJob& job, std::uint32_t step, int rank, int ranks) {
  const GraphStep& points = job.steps[step];
  return {step, std::max(points.begin, border(job, rank, ranks)),
          std::min(points.end, border(job, rank + 1, ranks))};
}

// The last rank whose points begin at this one or before.
int RankGraph::owner_of(std::uint32_t point) const {
  const auto ranks = static_cast<std::uint64_t>(size_);
  return static_cast<int>(((std::uint64_t{point} + 1) * ranks - 1) / job_.width);
}

std::optional<std::string> RankGraph::run(const GraphJob& job, int ranks, Worker& worker) {
  job_ = job;
  size_ = ranks;
  failed_ = false;
  sent_to_others_ = 0;
  has_come_.assign(task_count(job), false);
  sent_last_.assign(static_cast<std::size_t>(ranks), 0);
  std::optional<std::string> threw;
  const auto failed = [&](std::string text) {
    failed_ = true;
    if (!threw) threw = std::move(text);
  };
  for (std::uint32_t step = 0; step < job.steps.size(); ++step) {
    const TaskRange own = own_points(job, step, ranks_.rank(), ranks);
    for (std::uint32_t point = own.begin; point < own.end; ++point) {
      const GraphTask task{step, point};
      wait_for_inputs(task);
      try {
        if (!failed_) job.run(job, task, worker);
      } catch (const std::exception& error) {
        failed(error.what());
      } catch (...) {
        failed("an exception that is not a std::exception");
      }
      send_to_readers(task);
    }
  }
  ranks_.wait_until([&] { return outbox_.progress(); }, Ranks::longest_pause);
  return threw;
}

void RankGraph::wait_for_inputs(GraphTask task) {
  TaskRange ranges[most_task_ranges];
  all_tasks(ranges, job_.inputs(job_, task, ranges), [&](GraphTask input) {
    const std::size_t number = number_of(job_, input);
    if (has_come_[number] || owner_of(input.point) == ranks_.rank()) return true;
    ranks_.wait_until(
        [&] {
          take_what_has_come();
          return has_come_[number];
        },
        Ranks::longest_pause);
    return true;
  });
}

void RankGraph::take_what_has_come() {
  while (const auto arrived = outputs_.poll()) {
    OutputHeader header;
    Outbox::Reader parts(outbox_, *arrived, header);
    parts.read(job_.out.subspan(header.number * job_.output_bytes, job_.output_bytes));
    failed_ |= header.failed;
    has_come_[header.number] = true;
  }
  outbox_.progress();
}

void RankGraph::send_to_readers(GraphTask task) {
  const std::uint64_t number = number_of(job_, task);
  TaskRange ranges[most_task_ranges];
  for (std::size_t i = 0, count = job_.readers(job_, task, ranges); i < count; ++i) {
    if (ranges[i].begin == ranges[i].end) continue;
    for (int rank = owner_of(ranges[i].begin); rank <= owner_of(ranges[i].end - 1); ++rank) {
      if (rank == ranks_.rank() || sent_last_[static_cast<std::size_t>(rank)] == number + 1) continue;
      const TaskRange its = own_points(job_, ranges[i].step, rank, size_);
      if (std::max(its.begin, ranges[i].begin) >= std::min(its.end, ranges[i].end)) continue;
      sent_last_[static_cast<std::size_t>(rank)] = number + 1;
      const Part output(output_of(job_, task), job_.output_bytes);
      outbox_.send(rank, output_tag, OutputHeader{.number = number, .failed = failed_}, {output});
      if (rank != 0) sent_to_others_ += sizeof(OutputHeader) + output.size();
    }
  }
}

std::size_t RankGraph::bytes_of(const GraphJob& job, int rank, int ranks) {
  std::size_t sum = 0;
  for_each_row(job, own_points, rank, ranks, [&](const std::byte*, std::size_t bytes) { sum += bytes; });
  return sum;
}

void RankGraph::pack(const GraphJob& job, int rank, int ranks, std::span<std::byte> to) {
  for_each_row(job, own_points, rank, ranks, [&](const std::byte* row, std::size_t bytes) {
    std::memcpy(to.data(), row, bytes);
    to = to.subspan(bytes);
  });
}

void RankGraph::unpack(const GraphJob& job, int rank, int ranks, std::span<const std::byte> from) {
  for_each_row(job, own_points, rank, ranks, [&](std::byte* row, std::size_t bytes) {
    std::memcpy(row, from.data(), bytes);
    from = from.subspan(bytes);
  });
}

}  // namespace parallax

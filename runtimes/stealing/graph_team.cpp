// SPDX-License-Identifier: MIT
//
// A task that is ready is never forgotten while all sleep: whoever has made it so looks at all points before it
// sleeps itself. So wake-ups only decide how many work, and nobody is woken for a task that the finisher does next.
#include "runtimes/stealing/graph_team.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "runtimes/not_supported.hpp"

namespace parallax {
namespace {

constexpr std::uint32_t widest_stride_bits = 7, narrowest_stride_bits = 3;
constexpr std::size_t few_points = 8;  // for each worker
// No more than this if points have lines of their own, or two.
constexpr std::size_t bytes_of_lines = std::size_t{1} << 16;

std::size_t places_bytes(int workers) {
  return (static_cast<std::size_t>(workers) * sizeof(SleepingPlace) + 4095) / 4096 * 4096;
}

std::span<SleepingPlace> make_places(std::span<std::byte> memory, int workers) {
  auto* const first = reinterpret_cast<SleepingPlace*>(memory.data());
  std::uninitialized_value_construct_n(first, workers);
  return {first, static_cast<std::size_t>(workers)};
}

}  // namespace

std::size_t GraphTeam::bytes(int workers) {
  return places_bytes(workers) + std::max(most_points << narrowest_stride_bits, 2 * bytes_of_lines);
}

GraphTeam::GraphTeam(std::span<std::byte> memory, int workers, std::chrono::nanoseconds spin)
    : words_(memory.data() + places_bytes(workers)),
      workers_(static_cast<std::uint32_t>(workers)),
      spin_(spin),
      sleepers_(make_places(memory, workers)) {}

void GraphTeam::open(const GraphJob& job) {
  if (job.width > most_points)
    throw NotSupported(
        fmt::format("{} points are more than the {} that it can hold", job.width, most_points));
  job_ = job;
  sleepers_.reset();
  stride_bits_ = widest_stride_bits;
  while (stride_bits_ > narrowest_stride_bits && (std::size_t{job.width} << stride_bits_) > bytes_of_lines)
    --stride_bits_;
  const bool is_narrow = stride_bits_ == widest_stride_bits && job.width < few_points * workers_;
  taken_offset_ = is_narrow ? bytes_of_lines : sizeof(Word);
  points_ = job.width;
  finished_.store(0, std::memory_order_relaxed);
  std::uint32_t without_tasks = 0;
  const auto steps = static_cast<std::uint32_t>(job.steps.size());
  for (std::uint32_t point = 0; point < points_; ++point) {
    const std::uint32_t first = next_step(point, 0);
    new (&next_of(point)) Word(first);
    new (&taken_of(point)) Word(0);
    if (first == steps) ++without_tasks;
  }
  finished_.store(without_tasks, std::memory_order_relaxed);
  state_.store(without_tasks == points_ ? done : running, std::memory_order_seq_cst);
}

GraphTeam::Part GraphTeam::part(std::size_t index) const {
  const auto border = [&](std::size_t at) {
    return static_cast<std::uint32_t>(std::size_t{points_} * at / workers_);
  };
  return {border(index), border(index + 1)};
}

std::uint32_t GraphTeam::next_step(std::uint32_t point, std::uint32_t from) const {
  const auto steps = static_cast<std::uint32_t>(job_.steps.size());
  while (from < steps && !exists(job_, {from, point})) ++from;
  return from;
}

bool GraphTeam::is_ready(std::uint32_t point, std::uint32_t step) const {
  TaskRange ranges[most_task_ranges];
  return all_tasks(ranges, job_.inputs(job_, {step, point}, ranges), [&](GraphTask input) {
    return next_of(input.point).load(std::memory_order_seq_cst) > input.step;
  });
}

bool GraphTeam::take(std::uint32_t point) {
  const std::uint32_t step = next_of(point).load(std::memory_order_seq_cst);
  if (step == job_.steps.size()) return false;
  std::uint32_t taken = taken_of(point).load(std::memory_order_seq_cst);
  if (taken > step || !is_ready(point, step)) return false;
  return taken_of(point).compare_exchange_strong(taken, step + 1, std::memory_order_seq_cst);
}

std::optional<std::uint32_t> GraphTeam::run(std::uint32_t point, Worker& worker) {
  Word& own = next_of(point);
  const std::uint32_t step = own.load(std::memory_order_relaxed);
  job_.run(job_, {step, point}, worker);
  const std::uint32_t next = next_step(point, step + 1);
  own.store(next, std::memory_order_seq_cst);
  if (next == job_.steps.size() && finished_.fetch_add(1, std::memory_order_acq_rel) + 1 == points_) {
    end(done);
    return {};
  }
  if (sleepers_.any()) return share({step, point});
  return {};
}

std::optional<std::uint32_t> GraphTeam::share(GraphTask finished) {
  TaskRange ranges[most_task_ranges];
  std::optional<std::uint32_t> mine;
  all_tasks(ranges, job_.readers(job_, finished, ranges), [&](GraphTask reader) {
    if (!mine) {
      if (take(reader.point)) mine = reader.point;
      return true;
    }
    if (next_of(reader.point).load(std::memory_order_seq_cst) != reader.step || !is_ready(reader.point))
      return true;
    sleepers_.wake_one();
    return false;
  });
  return mine;
}

std::optional<std::uint32_t> GraphTeam::take_any(std::size_t index) {
  for (std::size_t i = 0; i < workers_; ++i) {
    const Part of = part((index + i) % workers_);
    for (std::uint32_t point = of.end; point > of.begin; --point)
      if (take(point - 1)) return point - 1;
  }
  return {};
}

bool GraphTeam::becomes_ready(Part own) const {
  for (std::uint32_t looks = 0; own.begin < own.end && looks < patience; looks += own.end - own.begin) {
    pause_processor();
    for (std::uint32_t point = own.begin; point < own.end; ++point)
      if (is_ready(point)) return true;
  }
  return false;
}

bool GraphTeam::is_ready(std::uint32_t point) const {
  const std::uint32_t step = next_of(point).load(std::memory_order_seq_cst);
  return step != job_.steps.size() && taken_of(point).load(std::memory_order_seq_cst) <= step &&
         is_ready(point, step);
}

bool GraphTeam::anything_ready() const {
  for (std::uint32_t point = 0; point < points_; ++point)
    if (is_ready(point)) return true;
  return false;
}

std::optional<std::uint32_t> GraphTeam::wait(std::size_t index, Worker& worker) {
  std::optional<std::uint32_t> found;
  spin_until([&] { return !is_running() || (found = take_any(index)); }, spin_);
  if (!found && is_running()) {
    sleepers_.sleep_unless([&] { return !is_running_in_order() || anything_ready(); }, index, worker);
    found = take_any(index);
  }
  // Where there was something there may be more.
  if (found && sleepers_.any() && anything_ready()) sleepers_.wake_one();
  return found;
}

void GraphTeam::end(std::uint32_t how) {
  std::uint32_t expected = running;
  state_.compare_exchange_strong(expected, how, std::memory_order_seq_cst);
  if (how == cancelled) return sleepers_.wake_all_whatever_is_marked();
  sleepers_.wake_all();
}

}  // namespace parallax

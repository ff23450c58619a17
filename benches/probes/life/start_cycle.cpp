// SPDX-License-Identifier: MIT
#include "benches/probes/life/start_cycle.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace parallax {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// How often a worker that is silent is asked whether it has ended.
constexpr milliseconds look_interval{50};

double median_seconds(const Histogram& histogram) {
  return std::chrono::duration<double>(histogram.quantile(0.5)).count();
}

}  // namespace

StartCycle::StartCycle(std::unique_ptr<HelloPipes> pipes, std::unique_ptr<Starter> starter,
                       std::size_t workers, std::size_t parent_bytes, bool huge, milliseconds patience)
    : pipes_(std::move(pipes)),
      starter_(std::move(starter)),
      ballast_(parent_bytes, huge),
      workers_(workers),
      patience_(patience) {
  look_at_one();
}

void StartCycle::run(std::int64_t iterations) {
  for (std::int64_t i = 0; i < iterations; ++i) {
    for (std::size_t worker = 0; worker < workers_; ++worker) start_one();
  }
}

void StartCycle::start_one() {
  const HelloRequest request{.number = ++number_, .stays = false};
  const std::int64_t begin = monotonic_now();
  starter_->start(request);
  const std::int64_t started = monotonic_now();
  const Hello hello = receive();
  const std::int64_t heard = monotonic_now();
  const int status = starter_->join();
  const std::int64_t ended = monotonic_now();
  started_in_.record(nanoseconds(started - begin));
  ready_in_.record(nanoseconds(hello.ran_at - begin));
  ended_in_.record(nanoseconds(ended - heard));
  check(hello, begin, heard, status);
}

Hello StartCycle::receive() {
  for (milliseconds waited{0}; waited < patience_; waited += look_interval) {
    if (const auto hello = pipes_->receive(std::min(look_interval, patience_))) return *hello;
    if (!starter_->ended()) continue;
    if (const auto hello = pipes_->receive(milliseconds(0))) return *hello;
    const int status = starter_->join();
    throw WorkerDied(
        fmt::format("worker {} ended with status {} and has not said that it runs", number_, status));
  }
  throw std::runtime_error(fmt::format("worker {} was silent for {} ms", number_, patience_.count()));
}

void StartCycle::check(const Hello& hello, std::int64_t begin, std::int64_t heard, int status) {
  if (mistake_) return;
  const bool in_this_process = hello.process == getpid();
  if (hello.number != number_) {
    mistake_ = fmt::format("worker {} was heard instead of {}", hello.number, number_);
  } else if (hello.process != starter_->process()) {
    mistake_ = fmt::format("the worker ran in process {} instead of {}", hello.process, starter_->process());
  } else if (in_this_process && hello.thread == gettid()) {
    mistake_ = "the worker was no worker: it ran in its parent's thread";
  } else if (hello.ran_at < begin || hello.ran_at > heard) {
    mistake_ = "the worker did not run between its start and when it was heard";
  } else if (status != hello_status(number_)) {
    mistake_ = fmt::format("the worker ended with status {} instead of {}", status, hello_status(number_));
  }
}

std::optional<std::string> StartCycle::mistake() {
  if (mistake_) return std::exchange(mistake_, std::nullopt);
  if (pipes_->receive(milliseconds(0))) return "a worker was heard that nobody had started";
  return ballast_.mistake();
}

// What a worker has that its parent has not. Of memory that both share it is what that grows.
void StartCycle::look_at_one() {
  const Footprint before = footprint_of(getpid());
  starter_->start({.number = ++number_, .stays = true});
  receive();
  const pid_t process = starter_->process();
  footprint_ = footprint_of(process);
  if (starter_->shares_memory()) {
    footprint_.pss = std::max(0.0, footprint_.pss - before.pss);
    footprint_.unshared = std::max(0.0, footprint_.unshared - before.unshared);
    footprint_.page_tables = std::max(0.0, footprint_.page_tables - before.page_tables);
  }
  pipes_->release();
  starter_->join();
}

void StartCycle::restart_counters() {
  started_in_.reset();
  ready_in_.reset();
  ended_in_.reset();
}

std::vector<Counter> StartCycle::counters() {
  return {{"started_in", median_seconds(started_in_)}, {"ready_in", median_seconds(ready_in_)},
          {"ended_in", median_seconds(ended_in_)},     {"worker_pss", footprint_.pss},
          {"worker_unshared", footprint_.unshared},    {"worker_page_tables", footprint_.page_tables}};
}

std::string StartCycle::note() const { return starter_->note(); }

}  // namespace parallax

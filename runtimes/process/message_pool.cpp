// SPDX-License-Identifier: MIT
#include "runtimes/process/message_pool.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "runtimes/process/message_peer.hpp"
#include "runtimes/process/usage.hpp"
#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {

// One call of map().
struct MessagePool::Running {
  const MapJob& job;
  Delivery delivery;
  const Take& take;
  const Feed* feed;
  std::size_t chunks = chunk_count(job);
  std::size_t next = 0;  // the lowest that has never been given to a worker; or, if fed, how many have
  std::set<std::size_t> returned;  // given to workers that have died
  std::map<std::size_t, int> deaths;
  std::size_t delivered = 0;
  std::set<std::size_t> early;  // arrived, but not to be delivered yet
  std::exception_ptr error;     // nothing more is given out

  bool anything_to_give() const { return !error && (next < chunks || !returned.empty()); }

  // Takes the lowest chunk that a worker with this many chunks may have. One that has been returned is for a
  // worker that has none, so that no chunk ever waits behind a higher one.
  std::optional<std::size_t> next_for(std::size_t has) {
    if (error) return {};
    if (has == 0 && !returned.empty()) return returned.extract(returned.begin()).value();
    if (next == chunks) return {};
    if (!feed) return next++;
    const auto fed = feed->next();
    if (fed) ++next;
    return fed;
  }

  void deliver(std::size_t index) {
    if (!take || error) return;
    const Range items = chunk(job, index);
    const ByteRange bytes = result_range(job, items);
    try {
      take(items, job.out.subspan(bytes.begin, bytes.size));
      ++delivered;
    } catch (...) {
      error = std::current_exception();
    }
  }

  void arrived(std::size_t index) {
    if (delivery == Delivery::as_completed || !take) return deliver(index);
    early.insert(index);
    while (!early.empty() && *early.begin() == delivered && !error) {
      early.erase(early.begin());
      deliver(delivered);
    }
  }

  void fail(std::exception_ptr why) {
    if (!error) error = std::move(why);
  }
};

MessagePool::MessagePool(const Options& options)
    : options_(options), peers_(static_cast<std::size_t>(options.workers)) {
  for (std::size_t i = 0; i < peers_.size(); ++i) start(i);
  readiness_.wait(peers_.size(), [this] {
    return std::any_of(peers_.begin(), peers_.end(), [](const auto& peer) { return peer->has_ended(); });
  });
}

MessagePool::~MessagePool() = default;  // a Child kills what it still has

void MessagePool::start(std::size_t index) {
  peers_[index].reset();
  try {
    peers_[index] = std::make_unique<MessagePeer>(
        static_cast<int>(index),
        [this](Worker& worker) {
          if (options_.initializer) options_.initializer(worker);
          readiness_.announce();
        },
        peers_);
  } catch (const std::exception& error) {
    broken_ = fmt::format("worker {} could not be started: {}", index, error.what());
    throw;
  }
}

void MessagePool::map(const MapJob& job, Delivery delivery, const Take& take, const Feed* feed) {
  if (broken_) throw WorkerDied(*broken_);
  Running running{.job = job,
                  .delivery = delivery,
                  .take = take,
                  .feed = feed,
                  .returned = {},
                  .deaths = {},
                  .early = {},
                  .error = {}};
  for (const auto& peer : peers_) peer->next_job();
  const auto busy = [&] {
    return std::any_of(peers_.begin(), peers_.end(),
                       [](const auto& peer) { return !peer->chunks().empty(); });
  };
  while (running.anything_to_give() || busy()) {
    hand_out(running);
    wait_for_events(running);
  }
  if (running.error) std::rethrow_exception(running.error);
}

void MessagePool::hand_out(Running& running) {
  // Each worker one chunk before anybody gets a second one.
  for (std::size_t has = 0; has < options_.window; ++has) {
    for (const auto& peer : peers_) {
      if (peer->finishing() || peer->chunks().size() != has) continue;
      if (options_.chunks_per_worker != 0 && peer->given() >= options_.chunks_per_worker) {
        if (!peer->wants_to_write()) peer->finish();
        continue;
      }
      if (const auto index = running.next_for(has)) {
        peer->give(running.job, *index,
                   running.feed ? std::optional(running.feed->inputs(*index)) : std::nullopt);
      }
    }
  }
  for (const auto& peer : peers_) {
    if (peer->wants_to_write()) peer->write_some();
  }
}

void MessagePool::wait_for_events(Running& running) {
  std::vector<pollfd> events;
  for (const auto& peer : peers_) {
    events.push_back({.fd = peer->results(), .events = POLLIN, .revents = 0});
    events.push_back({.fd = peer->wants_to_write() ? peer->tasks() : -1, .events = POLLOUT, .revents = 0});
    events.push_back({.fd = peer->end(), .events = POLLIN, .revents = 0});
  }
  check(retry_on_interrupt([&] { return poll(events.data(), events.size(), -1); }), "poll");
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    if ((events[3 * i].revents & POLLIN) != 0) receive(running, i);
    if (events[3 * i + 2].revents != 0) handle_death(running, i);
  }
}

void MessagePool::receive(Running& running, std::size_t index) {
  peers_[index]->read_some(
      running.job, [&](std::size_t done) { running.arrived(done); },
      [&](const std::string& text) { running.fail(std::make_exception_ptr(std::runtime_error(text))); });
}

void MessagePool::handle_death(Running& running, std::size_t index) {
  receive(running, index);  // what it had sent completely counts
  MessagePeer& peer = *peers_[index];
  const std::deque<std::size_t> undone = peer.chunks();
  const bool retired = peer.finishing() && undone.empty();
  const pid_t pid = peer.pid();
  Usage usage;
  const ExitStatus status = peer.reap(&usage);
  past_ += usage;
  if (retired && status.clean()) {
    ++retirements_;
    return start(index);
  }
  ++deaths_;
  const std::string what = fmt::format("worker {} (process {}) {} while running {}", index, pid,
                                       status.text(), running.job.kernel);
  if (options_.on_death == OnDeath::fail) {
    broken_ = what;
    throw WorkerDied(what);
  }
  // It was at the first of its chunks; the others had only waited.
  if (!undone.empty() && ++running.deaths[undone.front()] >= options_.most_deaths) {
    running.fail(std::make_exception_ptr(WorkerDied(
        fmt::format("{}: chunk {} has ended {} workers", what, undone.front(), options_.most_deaths))));
  }
  running.returned.insert(undone.begin(), undone.end());
  start(index);
}

void MessagePool::stop() {
  if (broken_) throw WorkerDied(*broken_);
  broken_ = "the pool has been stopped";
  for (const auto& peer : peers_) peer->finish();
  std::string lost;
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    const pid_t pid = peers_[i]->pid();
    const ExitStatus status = peers_[i]->reap(nullptr);
    if (!status.clean() && lost.empty())
      lost = fmt::format("worker {} (process {}) {} before it was stopped", i, pid, status.text());
  }
  if (!lost.empty() && options_.on_death == OnDeath::fail) throw WorkerDied(lost);
}

Usage MessagePool::usage() {
  if (broken_) throw WorkerDied(*broken_);
  Usage sum = past_;
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    const pid_t pid = peers_[i]->pid();
    if (options_.on_death == OnDeath::fail && peers_[i]->has_ended()) {
      broken_ = fmt::format("worker {} (process {}) {} while idle", i, pid, peers_[i]->reap(nullptr).text());
      throw WorkerDied(*broken_);
    }
    sum += usage_of(pid);  // what has ended stays to be asked until map() finds it
  }
  return sum;
}

std::vector<pid_t> MessagePool::processes() const {
  std::vector<pid_t> all;
  for (const auto& peer : peers_) {
    if (peer) all.push_back(peer->pid());  // else it could not be replaced
  }
  return all;
}

}  // namespace parallax

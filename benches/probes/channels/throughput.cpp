// SPDX-License-Identifier: MIT
#include "benches/probes/channels/throughput.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <new>

#include "benches/probes/channels/marked_message.hpp"
#include "runtimes/process/usage.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int producer_bits = 8;

std::uint64_t mark_of(int producer, std::uint64_t number) {
  return number << producer_bits | static_cast<std::uint64_t>(producer);
}

// Of the numbers 1 ... count, and so unlike that of any others by more than chance.
std::uint64_t scattered(std::uint64_t number) {
  number *= golden_gamma;
  return number ^ (number >> 32);
}

}  // namespace

Throughput::Throughput(std::unique_ptr<Channel> channel, const ThroughputLoad& load)
    : channel_(std::move(channel)),
      load_(load),
      memory_(Mapping::shared(sizeof(Shared))),
      shared_(*new (memory_.bytes().data()) Shared),
      message_(load.bytes),
      sent_(static_cast<std::size_t>(load.producers)) {
  MarkedMessage::fill(message_, 0);
  for (int i = 0; i < load.consumers; ++i) children_.emplace_back([this, i] { consume_always(i); });
  for (int i = 1; i < load.producers; ++i) children_.emplace_back([this, i] { produce_always(i); });
  channel_->stop_receiving();
  all_received_.stop_ringing();
}

// Producers sleep on a futex and are killed; consumers see the end of the stream then.
Throughput::~Throughput() {
  for (std::size_t i = static_cast<std::size_t>(load_.consumers); i < children_.size(); ++i)
    children_[i].kill();
  try {
    channel_->stop_sending();
  } catch (const std::exception&) {  // they are gone already
  }
  for (std::size_t i = 0; i < std::min(children_.size(), static_cast<std::size_t>(load_.consumers)); ++i) {
    if (children_[i].pid() < 0) continue;
    pollfd end{.fd = children_[i].descriptor(), .events = POLLIN, .revents = 0};
    if (poll(&end, 1, 5000) > 0) children_[i].reap();
  }
}

void Throughput::run(std::int64_t iterations) {
  exchange(static_cast<std::uint64_t>(iterations) * load_.messages, false);
}

void Throughput::exchange(std::uint64_t messages, bool compare_all) {
  const auto producers = static_cast<std::uint64_t>(load_.producers);
  for (std::uint64_t i = 0; i < producers; ++i) {
    const std::uint64_t share = messages / producers + (i < messages % producers ? 1 : 0);
    shared_.to_send[i].store(share, std::memory_order_relaxed);
    sent_[i] += share;
  }
  shared_.compare_all.store(compare_all, std::memory_order_relaxed);
  shared_.expected.fetch_add(messages);
  shared_.run.fetch_add(1);
  if (load_.producers > 1) futex_wake_all(shared_.run);
  produce(0, !compare_all);
  channel_->join();
  wait_for_the_last();
}

void Throughput::produce_always(int producer) {
  channel_->stop_receiving();
  all_received_.stop_ringing();
  for (std::uint32_t seen = 0;; ++seen) {
    while (shared_.run.load() == seen) futex_wait(shared_.run, seen);
    produce(producer, false);
  }
}

void Throughput::produce(int producer, bool sampled) {
  const std::uint64_t messages = shared_.to_send[static_cast<std::size_t>(producer)].load();
  const bool compare_all = shared_.compare_all.load();
  // Looking at the clock costs about as much as the fastest channel does.
  const std::uint64_t every = load_.bytes < 4096 ? 64 : 1;
  for (std::uint64_t i = 0; i < messages; ++i) {
    const std::uint64_t mark = mark_of(producer, ++number_);
    if (compare_all) MarkedMessage::fill(message_, mark);
    MarkedMessage::number(message_, mark);
    if (sampled && i % every == 0) {
      const auto begin = Clock::now();
      channel_->send(message_);
      sending_.record(Clock::now() - begin);
    } else {
      channel_->send(message_);
    }
  }
  if (compare_all) MarkedMessage::fill(message_, 0);
}

void Throughput::consume_always(int consumer) {
  channel_->stop_sending();
  std::vector<std::byte> buffer(load_.bytes);
  const bool alone = load_.consumers == 1;
  for (std::uint64_t own = 0; const auto size = channel_->receive(buffer);) {
    look_at(consumer, std::span(buffer).first(*size));
    channel_->task_done();
    // One that shares the work has to ask how much the others have done.
    const std::uint64_t received = alone ? ++own : shared_.received.fetch_add(1) + 1;
    if (alone) shared_.received.store(own, std::memory_order_release);
    if (received == shared_.expected.load(std::memory_order_relaxed)) all_received_.ring();
  }
}

void Throughput::look_at(int consumer, std::span<const std::byte> message) {
  Consumed& consumed = shared_.consumed[static_cast<std::size_t>(consumer)];
  if (message.size() != load_.bytes) {
    ++consumed.damaged;
    return;
  }
  const std::uint64_t mark = MarkedMessage::number_of(message);
  const auto producer = static_cast<std::size_t>(mark & ((1 << producer_bits) - 1));
  const std::uint64_t number = mark >> producer_bits;
  const bool whole = shared_.compare_all.load(std::memory_order_relaxed)
                         ? MarkedMessage::is_whole(message, mark)
                         : MarkedMessage::looks_whole(message, 0);
  if (!whole || producer >= static_cast<std::size_t>(load_.producers)) {
    ++consumed.damaged;
    return;
  }
  Tally& tally = consumed.from[producer];
  if (number <= tally.last) ++consumed.overtaken;
  tally.last = number;
  tally.sum += scattered(number);
  ++tally.messages;
}

void Throughput::wait_for_the_last() {
  std::vector<pollfd> sources{{.fd = all_received_.descriptor(), .events = POLLIN, .revents = 0}};
  for (const Child& child : children_)
    sources.push_back({.fd = child.descriptor(), .events = POLLIN, .revents = 0});
  for (std::uint64_t before = 0;;) {
    const std::uint64_t received = shared_.received.load(std::memory_order_acquire);
    if (received >= shared_.expected.load()) return;
    const int news = poll(sources.data(), sources.size(), static_cast<int>(load_.patience.count()));
    if (news < 0) continue;
    if (news == 0 && received == before) return;  // mistake() will tell
    before = received;
    if (sources[0].revents != 0) all_received_.wait(std::chrono::milliseconds(0));
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (sources[i + 1].revents != 0) throw_worker_died(children_[i]);
    }
  }
}

std::optional<std::string> Throughput::mistake() {
  const auto producers = static_cast<std::uint64_t>(load_.producers);
  exchange(4 * producers * static_cast<std::uint64_t>(load_.consumers), true);
  std::uint64_t overtaken = 0, damaged = 0;
  for (Consumed& consumed : shared_.consumed) {
    overtaken += std::exchange(consumed.overtaken, 0);
    damaged += std::exchange(consumed.damaged, 0);
  }
  if (damaged != 0) return fmt::format("{} messages were damaged", damaged);
  if (overtaken != 0) return fmt::format("{} messages came after later ones of their producer", overtaken);
  for (std::size_t producer = 0; producer < sent_.size(); ++producer) {
    std::uint64_t messages = 0, sum = 0, expected = 0;
    for (const Consumed& consumed : shared_.consumed) {
      messages += consumed.from[producer].messages;
      sum += consumed.from[producer].sum;
    }
    for (std::uint64_t number = 1; number <= sent_[producer]; ++number) expected += scattered(number);
    if (messages != sent_[producer])
      return fmt::format("of the {} messages of producer {} came {}", sent_[producer], producer, messages);
    if (sum != expected)
      return fmt::format("messages of producer {} were lost, and others came twice", producer);
  }
  return {};
}

Usage Throughput::usage() {
  Usage sum;
  for (Child& child : children_) {
    try {
      sum += usage_of(child.pid());
    } catch (const std::system_error&) {
      throw_worker_died(child);
    }
  }
  return sum;
}

void Throughput::throw_worker_died(Child& child) {
  const pid_t pid = child.pid();
  throw WorkerDied(fmt::format("process {} of the channel {}", pid, child.reap().text()));
}

std::vector<Counter> Throughput::counters() {
  const auto seconds = [](std::chrono::nanoseconds duration) {
    return std::chrono::duration<double>(duration).count();
  };
  return {{.name = "send_p50", .value = seconds(sending_.quantile(0.5))},
          {.name = "send_p99", .value = seconds(sending_.quantile(0.99))}};
}

}  // namespace parallax

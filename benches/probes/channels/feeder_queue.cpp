// SPDX-License-Identifier: MIT
#include "benches/probes/channels/feeder_queue.hpp"

#include <algorithm>
#include <chrono>
#include <new>

namespace parallax {

std::int64_t FeederQueue::slots_for(const ChannelShape& shape) {
  constexpr std::size_t memory = 16 << 20;
  return static_cast<std::int64_t>(
      std::clamp<std::size_t>(memory / std::max<std::size_t>(shape.bytes, 1), 2, 1024));
}

FeederQueue::FeederQueue(const ChannelShape& shape)
    : most_bytes_(shape.bytes),
      pipe_(shape.bytes),
      memory_(Mapping::shared(sizeof(Shared))),
      shared_(*new (memory_.bytes().data()) Shared) {
  shared_.slots = slots_for(shape);
}

// Without receivers of its own the thread waits for nobody but those who still receive.
FeederQueue::~FeederQueue() {
  try {
    FeederQueue::stop_receiving();
    FeederQueue::stop_sending();
  } catch (...) {  // nobody is left who could want to know
  }
}

void FeederQueue::send(std::span<const std::byte> message) {
  if (message.size() > most_bytes_)
    throw std::length_error("the message is larger than the channel's largest");
  start_feeding();
  while (!take_slot()) {
    if (!wait_for_slot()) throw ChannelClosed();
    throw_if_failed();
  }
  expect();
  {
    const std::lock_guard lock(mutex_);
    if (failure_) std::rethrow_exception(failure_);
    messages_.emplace_back(message.begin(), message.end());
  }
  changed_.notify_all();
}

std::optional<std::size_t> FeederQueue::receive(std::span<std::byte> to) {
  return pipe_.receive(to, [&] {
    shared_.slots.fetch_add(1);
    arrived();
    if (shared_.waiting != 0) slot_.ring();
  });
}

void FeederQueue::stop_sending() {
  if (feeder_.joinable()) {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    feeder_.join();
  }
  pipe_.stop_sending();
  slot_.stop_waiting();
  throw_if_failed();
}

void FeederQueue::stop_receiving() {
  pipe_.stop_receiving();
  slot_.stop_ringing();
}

bool FeederQueue::take_slot() {
  account_->owed.fetch_add(1);
  std::int64_t slots = shared_.slots;
  while (slots > 0) {
    if (shared_.slots.compare_exchange_weak(slots, slots - 1)) return true;
  }
  account_->owed.fetch_sub(1);
  return false;
}

// Announces the wish and looks again, so that either the one who gives a slot back sees it or we see the
// slot.
bool FeederQueue::wait_for_slot() {
  shared_.waiting.fetch_add(1);
  const bool open = shared_.slots > 0 || slot_.wait(std::chrono::milliseconds(100));
  shared_.waiting.fetch_sub(1);
  look_for_dead_senders();
  return open;
}

void FeederQueue::look_for_dead_senders() {
  if (pipe_.broken()) throw WorkerDied("somebody was killed in the middle of a message of the channel");
  shared_.senders.settle_the_dead([&](std::int64_t owed) {
    shared_.slots.fetch_add(owed);
    lost(owed);
  });
}

void FeederQueue::start_feeding() {
  std::unique_lock lock(mutex_);
  if (!feeder_.joinable()) feeder_ = std::thread([this] { feed(); });
  changed_.wait(lock, [&] { return account_ != nullptr || failure_; });
  if (failure_) std::rethrow_exception(failure_);
}

// The thread's whole life.
void FeederQueue::feed() {
  try {
    Account& account = shared_.senders.open([&](std::int64_t owed) {
      shared_.slots.fetch_add(owed);
      lost(owed);
    });
    {
      const std::lock_guard lock(mutex_);
      account_ = &account;
    }
    changed_.notify_all();
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || !messages_.empty(); });
      if (messages_.empty()) return account.life.unlock();
      const auto message = std::move(messages_.front());
      messages_.pop_front();
      lock.unlock();
      pipe_.send(message);
      account.owed.fetch_sub(1);  // from here on the receiver gives the slot back
    }
  } catch (...) {
    {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
      messages_.clear();
    }
    changed_.notify_all();
  }
}

void FeederQueue::throw_if_failed() {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "benches/probes/channels/round_trip.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>

#include "benches/probes/channels/marked_message.hpp"
#include "runtimes/process/usage.hpp"

namespace parallax {

RoundTrip::RoundTrip(ChannelPair channels, std::size_t bytes, std::size_t trips, PeerKind kind)
    : channels_(std::move(channels)), trips_(trips), message_(bytes), answer_(bytes) {
  MarkedMessage::fill(message_, salt_);
  if (kind == PeerKind::process) {
    child_.emplace([this] {
      channels_.be_second();
      echo();
      channels_.back->stop_sending();
    });
    channels_.be_first();
  } else {
    thread_ = std::thread([this] { echo(); });
  }
}

// The peer sees the end of the stream. A process that does not is killed.
RoundTrip::~RoundTrip() {
  try {
    channels_.back->stop_receiving();
    channels_.there->stop_sending();
  } catch (const std::exception&) {  // it is gone already
  }
  if (child_ && child_->pid() > 0) {
    pollfd end{.fd = child_->descriptor(), .events = POLLIN, .revents = 0};
    if (poll(&end, 1, 5000) > 0) child_->reap();
  }
  if (thread_.joinable()) thread_.join();
}

void RoundTrip::run(std::int64_t iterations) {
  const auto trips = static_cast<std::uint64_t>(iterations) * trips_;
  for (std::uint64_t i = 0; i < trips; ++i) trip();
}

void RoundTrip::trip() {
  MarkedMessage::number(message_, ++number_);
  std::optional<std::size_t> size;
  try {
    channels_.there->send(message_);
    size = channels_.back->receive(answer_);
  } catch (const WorkerDied&) {
    peer_is_gone();
  }
  if (!size) peer_is_gone();
  channels_.back->task_done();
  if (*size == message_.size() && MarkedMessage::number_of(answer_) == number_ &&
      MarkedMessage::looks_whole(answer_, salt_))
    return;
  if (mistake_) return;
  mistake_ =
      *size != message_.size()
          ? fmt::format("message {} of {} bytes came back with {}", number_, message_.size(), *size)
      : MarkedMessage::number_of(answer_) != number_
          ? fmt::format("message {} came back for message {}", MarkedMessage::number_of(answer_), number_)
          : fmt::format("message {} came back damaged", number_);
}

std::optional<std::string> RoundTrip::mistake() {
  MarkedMessage::fill(message_, ++salt_);
  std::fill(answer_.begin(), answer_.end(), std::byte{0xa5});
  trip();
  if (!mistake_ && !MarkedMessage::is_whole(answer_, salt_))
    mistake_ = fmt::format("message {} came back damaged", number_);
  return std::exchange(mistake_, {});
}

Usage RoundTrip::usage() {
  if (!child_) return {};
  try {
    return usage_of(child_->pid());
  } catch (const std::system_error&) {
    peer_is_gone();
  }
}

void RoundTrip::echo() const noexcept {
  try {
    std::vector<std::byte> buffer(message_.size());
    while (const auto size = channels_.there->receive(buffer)) {
      channels_.back->send(std::span(buffer).first(*size));
      channels_.there->task_done();
    }
  } catch (const std::exception&) {  // nobody is left to answer to
  }
}

void RoundTrip::peer_is_gone() {
  if (!child_) throw WorkerDied("the echoing thread has ended");
  const pid_t pid = child_->pid();
  pollfd end{.fd = child_->descriptor(), .events = POLLIN, .revents = 0};
  // Its descriptors close a moment before it ends.
  if (pid > 0 && poll(&end, 1, 5000) > 0)
    throw WorkerDied(fmt::format("the echoing process {} {}", pid, child_->reap().text()));
  throw WorkerDied("the echoing process has left the channel");
}

}  // namespace parallax

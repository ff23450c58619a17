// SPDX-License-Identifier: MIT
#include "runtimes/mpi/messages.hpp"

namespace parallax {
namespace {

// MPI counts in int.
constexpr std::size_t most_at_once = std::size_t{1} << 30;

}  // namespace

Inbox::Inbox(Ranks& ranks, MessageTag tag) : ranks_(ranks), tag_(tag) { listen(); }

Inbox::~Inbox() {
  try {
    if (request_.active) ranks_.mpi().cancel(request_);
  } catch (...) {  // the job is over in any case
  }
}

void Inbox::listen() {
  request_ = ranks_.mpi().receive(buffers_[current_].data(), short_bytes, any_rank, tag_);
}

std::optional<Inbox::Message> Inbox::poll() {
  MpiArrival arrival;
  if (!ranks_.mpi().test(request_, arrival)) return {};
  const Part bytes(buffers_[current_].data(), arrival.bytes);
  current_ = 1 - current_;
  listen();
  return Message{arrival.from, bytes};
}

Outbox::Buffer& Outbox::free_buffer() {
  MpiArrival none;
  for (Buffer& buffer : buffers_) {
    if (!buffer.request.active || ranks_.mpi().test(buffer.request, none)) return buffer;
  }
  return buffers_.emplace_back();
}

void Outbox::send_part(int to, Part part) {
  moved_ += part.size();
  while (!part.empty()) {
    const Part some = part.first(std::min(part.size(), most_at_once));
    parts_.push_back(ranks_.mpi().send(some.data(), some.size(), to, part_tag));
    part = part.subspan(some.size());
  }
}

void Outbox::receive_part(int from, std::span<std::byte> to) {
  moved_ += to.size();
  while (!to.empty()) {
    const auto some = to.first(std::min(to.size(), most_at_once));
    MpiRequest request = ranks_.mpi().receive(some.data(), some.size(), from, part_tag);
    MpiArrival arrival;
    ranks_.wait_until([&] { return ranks_.mpi().test(request, arrival); }, Ranks::longest_pause);
    to = to.subspan(some.size());
  }
}

void Outbox::Reader::read(std::span<std::byte> to) {
  if (apart_) return outbox_.receive_part(from_, to);
  if (!to.empty()) std::memcpy(to.data(), rest_.data(), to.size());
  rest_ = rest_.subspan(to.size());
}

bool Outbox::progress() {
  MpiArrival none;
  parts_.remove_if([&](MpiRequest& request) { return ranks_.mpi().test(request, none); });
  bool idle = parts_.empty();
  for (Buffer& buffer : buffers_) {
    if (buffer.request.active && !ranks_.mpi().test(buffer.request, none)) idle = false;
  }
  return idle;
}

}  // namespace parallax

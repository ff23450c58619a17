// SPDX-License-Identifier: MIT
#include "benches/probes/channels/locked_pipe.hpp"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <mutex>
#include <new>

#include "benches/probes/channels/channel.hpp"
#include "support/pipe.hpp"
#include "support/retry.hpp"

namespace parallax {
namespace {

struct Header {
  explicit Header(std::size_t bytes = 0) : size(static_cast<std::uint32_t>(bytes)) {}
  bool whole() const { return check == (size ^ mark); }

  static constexpr std::uint32_t mark = 0xc6a4a793;
  std::uint32_t size;
  std::uint32_t check = size ^ mark;
};

}  // namespace

LockedPipe::LockedPipe(std::size_t most_bytes)
    : most_bytes_(most_bytes),
      memory_(Mapping::shared(sizeof(Shared))),
      shared_(*new (memory_.bytes().data()) Shared) {
  if (most_bytes > std::numeric_limits<std::uint32_t>::max())
    throw NotSupported("messages of 4 GiB and more do not fit into a length of 32 bits");
  Pipe pipe;
  in_ = std::move(pipe.read);
  out_ = std::move(pipe.write);
}

void LockedPipe::send(std::span<const std::byte> message) {
  if (message.size() > most_bytes_)
    throw std::length_error("the message is larger than the channel's largest");
  const std::lock_guard lock(shared_.senders);
  if (shared_.broken || shared_.sending) refuse();  // whoever lives sets it back before it drops the lock
  const Header header(message.size());
  std::array<iovec, 2> parts{iovec{const_cast<Header*>(&header), sizeof header},
                             iovec{const_cast<std::byte*>(message.data()), message.size()}};
  // The kernel writes up to PIPE_BUF bytes at once or not at all.
  const bool at_once = sizeof header + message.size() <= PIPE_BUF;
  if (!at_once) shared_.sending = true;
  for (std::size_t left = sizeof header + message.size(); left != 0;) {
    const ssize_t result = retry_on_interrupt([&] { return writev(out_.get(), parts.data(), 2); });
    if (result < 0 && shared_.broken) refuse();
    if (result < 0 && errno == EPIPE) shared_.sending = false;
    if (result < 0 && errno == EPIPE) throw ChannelClosed();
    if (result < 0) throw_system_error("writev");
    auto written = static_cast<std::size_t>(result);
    left -= written;
    for (iovec& part : parts) {
      const std::size_t of_part = std::min(written, part.iov_len);
      part.iov_base = static_cast<std::byte*>(part.iov_base) + of_part;
      part.iov_len -= of_part;
      written -= of_part;
    }
  }
  if (!at_once) shared_.sending = false;
}

std::optional<std::size_t> LockedPipe::receive_alone(std::span<std::byte> to) {
  if (to.size() < most_bytes_) throw std::length_error("there is no room for the channel's largest message");
  if (shared_.broken) refuse();
  Header header;
  if (!read_all(std::as_writable_bytes(std::span(&header, 1)), false)) return {};
  if (!header.whole() || header.size > most_bytes_) refuse();
  if (!read_all(to.first(header.size), true)) refuse();
  return header.size;
}

// False at the end of the stream; if that comes in the middle, somebody has died there.
bool LockedPipe::read_all(std::span<std::byte> to, bool begun) {
  // What is written at once is there at once.
  const bool in_parts = begun && to.size() + sizeof(Header) > PIPE_BUF;
  for (bool first = true; !to.empty(); first = false) {
    if ((in_parts || !first) && sender_died()) refuse();
    const ssize_t got =
        check(retry_on_interrupt([&] { return read(in_.get(), to.data(), to.size()); }), "read");
    if (shared_.broken) refuse();
    if (got == 0 && first) return false;
    if (got == 0) refuse();
    to = to.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

// Waits until there is something to read, or the one who was to write it is dead; only in the middle of a
// message.
bool LockedPipe::sender_died() {
  constexpr int tenth = 100;
  pollfd one{.fd = in_.get(), .events = POLLIN, .revents = 0};
  while (poll(&one, 1, tenth) == 0) {
    if (shared_.senders.try_lock() == LockResult::busy) continue;
    const bool unfinished = shared_.sending;
    shared_.senders.unlock();
    if (unfinished) return poll(&one, 1, 0) == 0;  // what it has written is read first
  }
  return false;
}

// Gives up this process' ends, so that nobody waits for it.
void LockedPipe::refuse() {
  shared_.broken = true;
  in_.reset();
  out_.reset();
  throw WorkerDied("somebody was killed in the middle of a message, so the channel cannot go on");
}

}  // namespace parallax

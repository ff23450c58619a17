// SPDX-License-Identifier: MIT
#include "benches/probes/channels/byte_stream.hpp"

#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>

#include "support/retry.hpp"

namespace parallax {
namespace {

// What the call returned, or an exception.
template <bool Sends, class Call>
std::size_t finished(const char* name, Call call) {
  const ssize_t result = retry_on_interrupt(call);
  if (result >= 0) return static_cast<std::size_t>(result);
  if (errno == EPIPE || (errno == ECONNRESET && Sends)) throw ChannelClosed();
  if (errno == ECONNRESET)
    throw WorkerDied("the other end of the channel has ended without taking all that was sent to it");
  throw_system_error(name);
}

// Both parts, whole.
void write_all(int descriptor, std::span<const std::byte> head, std::span<const std::byte> body) {
  while (!head.empty() || !body.empty()) {
    const std::array<iovec, 2> parts{iovec{const_cast<std::byte*>(head.data()), head.size()},
                                     iovec{const_cast<std::byte*>(body.data()), body.size()}};
    const std::size_t written =
        head.empty() ? finished<true>("write", [&] { return write(descriptor, body.data(), body.size()); })
                     : finished<true>("writev", [&] { return writev(descriptor, parts.data(), 2); });
    const std::size_t of_head = std::min(written, head.size());
    head = head.subspan(of_head);
    body = body.subspan(written - of_head);
  }
}

}  // namespace

ByteStream::ByteStream(const ChannelShape& shape, std::shared_ptr<Descriptor> out,
                       std::shared_ptr<Descriptor> in)
    : most_bytes_(shape.bytes), out_(std::move(out)), in_(std::move(in)) {
  if (shape.bytes > std::numeric_limits<Length>::max())
    throw NotSupported("messages of 4 GiB and more do not fit into a length of 32 bits");
}

void ByteStream::send(std::span<const std::byte> message) {
  if (message.size() > most_bytes_)
    throw std::length_error("the message is larger than the channel's largest");
  if (!out_) throw std::logic_error("sending after stop_sending()");
  const auto length = static_cast<Length>(message.size());
  const auto head = std::as_bytes(std::span(&length, 1));
  if (message.size() > sent_.size() - sizeof length) return write_all(out_->get(), head, message);
  std::memcpy(sent_.data(), &length, sizeof length);
  if (!message.empty()) std::memcpy(sent_.data() + sizeof length, message.data(), message.size());
  write_all(out_->get(), {}, std::span(sent_).first(sizeof length + message.size()));
}

std::optional<std::size_t> ByteStream::receive(std::span<std::byte> to) {
  if (to.size() < most_bytes_) throw std::length_error("there is no room for the channel's largest message");
  if (!in_) throw std::logic_error("receiving after stop_receiving()");
  Length length = 0;
  if (!buffer(sizeof length)) return {};
  std::memcpy(&length, received_.data() + begin_, sizeof length);
  begin_ += sizeof length;
  if (length > most_bytes_) throw WorkerDied("the channel's stream is damaged");
  const std::size_t here = std::min<std::size_t>(length, end_ - begin_);
  if (here != 0) std::memcpy(to.data(), received_.data() + begin_, here);
  begin_ += here;
  if (here < length) read_rest(to.subspan(here, length - here));
  return length;
}

bool ByteStream::buffer(std::size_t bytes) {
  if (end_ - begin_ >= bytes) return true;
  std::memmove(received_.data(), received_.data() + begin_, end_ - begin_);
  end_ -= std::exchange(begin_, 0);
  while (end_ < bytes) {
    const std::size_t got = finished<false>(
        "read", [&] { return read(in_->get(), received_.data() + end_, received_.size() - end_); });
    if (got == 0 && end_ == 0) return false;
    if (got == 0) throw WorkerDied("the sender ended in the middle of a message");
    end_ += got;
  }
  return true;
}

// The buffer is empty. What comes behind the message goes there, so that no call is needed for its beginning.
void ByteStream::read_rest(std::span<std::byte> to) {
  begin_ = end_ = 0;
  while (!to.empty()) {
    const std::array<iovec, 2> parts{iovec{to.data(), to.size()}, iovec{received_.data(), received_.size()}};
    const std::size_t got = finished<false>("readv", [&] { return readv(in_->get(), parts.data(), 2); });
    if (got == 0) throw WorkerDied("the sender ended in the middle of a message");
    const std::size_t wanted = std::min(got, to.size());
    to = to.subspan(wanted);
    end_ = got - wanted;
  }
}

ChannelPair byte_stream_pair(const ChannelShape& shape, Descriptor first, Descriptor second) {
  const auto a = std::make_shared<Descriptor>(std::move(first));
  const auto b = std::make_shared<Descriptor>(std::move(second));
  return {std::make_unique<ByteStream>(shape, a, b), std::make_unique<ByteStream>(shape, b, a)};
}

}  // namespace parallax

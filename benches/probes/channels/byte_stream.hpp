// SPDX-License-Identifier: MIT
//
// Messages on a stream of bytes (pipe, stream socket) with one sender and one receiver: each is preceded by
// its length.
//
// A small message leaves with one write(), length and bytes in one piece. The receiver reads into a buffer of
// its own, so that one read() brings length and bytes together, and others that have come too; what does not
// fit into the buffer is read straight to where it belongs.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "benches/probes/channels/channel.hpp"
#include "support/descriptor.hpp"

namespace parallax {

class ByteStream : public Channel {
 public:
  using Length = std::uint32_t;
  static constexpr std::size_t buffer_bytes = 8192;

  // `out` and `in` are shared with the channel of the other direction where one socket carries both.
  ByteStream(const ChannelShape& shape, std::shared_ptr<Descriptor> out, std::shared_ptr<Descriptor> in);

  void send(std::span<const std::byte> message) override;
  std::optional<std::size_t> receive(std::span<std::byte> to) override;
  void stop_sending() override { out_.reset(); }
  void stop_receiving() override { in_.reset(); }

 private:
  // Reads until the buffer holds at least this much; false at the end of the stream between two messages.
  bool buffer(std::size_t bytes);
  void read_rest(std::span<std::byte> to);

  std::size_t most_bytes_;
  std::shared_ptr<Descriptor> out_, in_;
  std::array<std::byte, buffer_bytes> sent_{}, received_{};
  std::size_t begin_ = 0, end_ = 0;  // of what has been received and not yet given away
};

// Two ends of a connected socket as a channel there and one back.
ChannelPair byte_stream_pair(const ChannelShape& shape, Descriptor first, Descriptor second);

}  // namespace parallax

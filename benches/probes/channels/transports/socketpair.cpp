// SPDX-License-Identifier: MIT
//
// socketpair: two connected sockets of the kind AF_UNIX, what Pipe() is in Python unless it is told
// otherwise. One pair carries both directions. Messages are laid out as in a pipe (byte_stream.hpp).
#include "benches/probes/channels/byte_stream.hpp"
#include "support/socket_pair.hpp"

namespace parallax {
namespace {

class SocketPairChannel final : public ByteStream {
 public:
  static constexpr ChannelFacts facts{
      .name = "socketpair", .summary = "a pair of AF_UNIX stream sockets", .copies = 2};

  explicit SocketPairChannel(const ChannelShape& shape) : SocketPairChannel(shape, SocketPair(SOCK_STREAM)) {}

  static ChannelPair make_pair(const ChannelShape& shape) {
    SocketPair ends(SOCK_STREAM);
    return byte_stream_pair(shape, std::move(ends.first), std::move(ends.second));
  }

 private:
  SocketPairChannel(const ChannelShape& shape, SocketPair ends)
      : ByteStream(shape, std::make_shared<Descriptor>(std::move(ends.first)),
                   std::make_shared<Descriptor>(std::move(ends.second))) {}
};

}  // namespace

PARALLAX_CHANNEL(socketpair, SocketPairChannel);

}  // namespace parallax

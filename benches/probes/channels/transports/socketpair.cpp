// SPDX-License-Identifier: MIT
//
// socketpair: two connected sockets of the kind AF_UNIX, what Pipe() is in Python unless it is told
// otherwise. One pair carries both directions. Messages are laid out as in a pipe (byte_stream.hpp).
#include <sys/socket.h>

#include <array>

#include "benches/probes/channels/byte_stream.hpp"

namespace parallax {
namespace {

struct Ends {
  Ends() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::system_error(errno, std::generic_category(), "socketpair");
    first = Descriptor(ends[0]);
    second = Descriptor(ends[1]);
  }
  Descriptor first, second;
};

class SocketPairChannel final : public ByteStream {
 public:
  static constexpr ChannelFacts facts{
      .name = "socketpair", .summary = "a pair of AF_UNIX stream sockets", .copies = 2};

  explicit SocketPairChannel(const ChannelShape& shape) : SocketPairChannel(shape, Ends()) {}

  static ChannelPair make_pair(const ChannelShape& shape) {
    Ends ends;
    return byte_stream_pair(shape, std::move(ends.first), std::move(ends.second));
  }

 private:
  SocketPairChannel(const ChannelShape& shape, Ends ends)
      : ByteStream(shape, std::make_shared<Descriptor>(std::move(ends.first)),
                   std::make_shared<Descriptor>(std::move(ends.second))) {}
};

}  // namespace

PARALLAX_CHANNEL(socketpair, SocketPairChannel);

}  // namespace parallax

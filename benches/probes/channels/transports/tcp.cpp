// SPDX-License-Identifier: MIT
//
// tcp: a connection over the loopback interface without Nagle's delay, after both ends have proved that they
// know the same key (authentication.hpp): what a channel between two machines would be, without the network.
// One connection carries both directions. Messages are laid out as in a pipe (byte_stream.hpp).
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <exception>
#include <thread>

#include "benches/probes/channels/authentication.hpp"
#include "benches/probes/channels/byte_stream.hpp"
#include "support/entropy.hpp"

namespace parallax {
namespace {

void send_at_once(const Descriptor& socket) {
  const int yes = 1;
  check(setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes), "setsockopt");
}

class TcpEnds {
 public:
  TcpEnds() {
    const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    socklen_t length = sizeof address;
    check(bind(listener.get(), plain, length), "bind");
    check(listen(listener.get(), 1), "listen");
    check(getsockname(listener.get(), plain, &length), "getsockname");
    first = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    check(connect(first.get(), plain, length), "connect");  // the backlog takes it
    second = Descriptor(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC), "accept4");
    send_at_once(first);
    send_at_once(second);
    introduce();
  }

  Descriptor first, second;

 private:
  // Whoever else may have connected to the port does not know the key. The thread has ended before anybody
  // could be forked.
  void introduce() const {
    std::array<std::byte, 32> key{};
    fill_with_entropy(key);
    std::exception_ptr failure;
    {
      std::jthread client([&] {
        try {
          authenticate_as_client(first.get(), key);
        } catch (...) {
          failure = std::current_exception();
        }
      });
      authenticate_as_listener(second.get(), key);
    }
    if (failure) std::rethrow_exception(failure);
  }
};

class TcpChannel final : public ByteStream {
 public:
  static constexpr ChannelFacts facts{
      .name = "tcp", .summary = "a TCP connection over loopback, authenticated", .copies = 2};

  explicit TcpChannel(const ChannelShape& shape) : TcpChannel(shape, TcpEnds()) {}

  static ChannelPair make_pair(const ChannelShape& shape) {
    TcpEnds ends;
    return byte_stream_pair(shape, std::move(ends.first), std::move(ends.second));
  }

 private:
  TcpChannel(const ChannelShape& shape, TcpEnds ends)
      : ByteStream(shape, std::make_shared<Descriptor>(std::move(ends.first)),
                   std::make_shared<Descriptor>(std::move(ends.second))) {}
};

}  // namespace

PARALLAX_CHANNEL(tcp, TcpChannel);

}  // namespace parallax

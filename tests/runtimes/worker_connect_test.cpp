// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <span>
#include <string_view>
#include <system_error>

#include "runtimes/worker.hpp"
#include "support/descriptor.hpp"
#include "tests/runtimes/interruptions.hpp"

namespace parallax {
namespace {

// A TCP socket on the loopback interface with a port of its own.
struct Socket {
  Socket() {
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    EXPECT_EQ(bind(descriptor.get(), general(), length), 0);
    EXPECT_EQ(getsockname(descriptor.get(), general(), &length), 0);
  }
  sockaddr* general() { return reinterpret_cast<sockaddr*>(&address); }

  Descriptor descriptor{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"};
  sockaddr_in address{};
};

void connect(Worker& worker, const Socket& from, Socket& to) {
  worker.connect(from.descriptor.get(), *to.general(), sizeof to.address);
}

// The port at the other end, 0 if there is none.
in_port_t peer_of(const Socket& socket) {
  sockaddr_in peer{};
  socklen_t length = sizeof peer;
  return getpeername(socket.descriptor.get(), reinterpret_cast<sockaddr*>(&peer), &length) == 0
             ? peer.sin_port
             : 0;
}

TEST(WorkerConnect, ReachesWhoeverListens) {
  Worker worker(0);
  Socket listener, client;
  ASSERT_EQ(listen(listener.descriptor.get(), 1), 0);
  connect(worker, client, listener);
  const Descriptor accepted(accept(listener.descriptor.get(), nullptr, nullptr), "accept");
  std::array<std::byte, 10> bytes{};
  EXPECT_EQ(worker.write(client.descriptor.get(), std::span(bytes).first(5)), 5u);
  EXPECT_EQ(worker.read(accepted.get(), bytes), 5u);
}

// The queue of those who want to be accepted is full until a signal's handler accepts one.
TEST(WorkerConnect, GoesOnWhenASignalInterrupts) {
  Worker worker(0);
  Socket listener, first, client;
  ASSERT_EQ(listen(listener.descriptor.get(), 0), 0);
  connect(worker, first, listener);
  testing::Interruptions interruptions(
      [](void* at) { close(accept(static_cast<Socket*>(at)->descriptor.get(), nullptr, nullptr)); },
      &listener);
  connect(worker, client, listener);
  EXPECT_GE(interruptions.count(), 3);
  EXPECT_EQ(peer_of(client), listener.address.sin_port);
}

TEST(WorkerConnect, SaysIfNobodyListens) {
  Worker worker(0);
  Socket mute, client;
  try {
    connect(worker, client, mute);
    FAIL() << "connected to " << peer_of(client);
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), ECONNREFUSED);
    EXPECT_EQ(std::string_view(error.what()).substr(0, 8), "connect:");
  }
}

}  // namespace
}  // namespace parallax

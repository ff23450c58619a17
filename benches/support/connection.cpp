// SPDX-License-Identifier: MIT
#include "benches/support/connection.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace parallax {

std::string address_text(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    return fmt::format("[{}]:{}", text.data(), ntohs(v6.sin6_port));
  }
  const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
  inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
  return fmt::format("{}:{}", text.data(), ntohs(v4.sin_port));
}

void Connection::connect(Worker& worker, const sockaddr_storage& address, socklen_t length) {
  if (address.ss_family == AF_UNSPEC) throw std::runtime_error("there is no origin to connect to");
  socket_ = Descriptor(socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!open()) {
    const int error = errno;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    throw std::runtime_error(fmt::format(
        "socket: {}; a request in flight needs a descriptor, and this process may have {} of them "
        "(ulimit -n)",
        std::strerror(error), limit.rlim_cur));
  }
  const int yes = 1;
  setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  try {
    worker.connect(socket_.get(), reinterpret_cast<const sockaddr&>(address), length);
  } catch (const std::system_error& error) {
    close();
    throw std::runtime_error(fmt::format("connect to {}: {}", address_text(address), error.code().message()));
  }
}

void Connection::write_all(Worker& worker, std::span<const std::byte> bytes) {
  while (!bytes.empty()) bytes = bytes.subspan(worker.write(socket_.get(), bytes));
}

std::size_t Connection::read(Worker& worker, std::span<std::byte> to) {
  return worker.read(socket_.get(), to);
}

}  // namespace parallax

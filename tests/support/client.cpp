// SPDX-License-Identifier: MIT
#include "tests/support/client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>

namespace parallax::testing {

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket") {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw_system_error("connect");
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Client::get(std::string_view target, std::string_view lines) {
  return send(fmt::format("GET {} HTTP/1.1\r\nHost: origin\r\n{}\r\n", target, lines));
}

bool Client::receive_some() {
  static std::array<char, 1 << 16> buffer;
  const ssize_t received = recv(socket_.get(), buffer.data(), buffer.size(), 0);
  if (received <= 0) return false;
  received_.append(buffer.data(), static_cast<std::size_t>(received));
  return true;
}

std::string Client::receive(std::size_t bytes) {
  while (received_.size() < bytes && receive_some()) {
  }
  std::string taken = received_.substr(0, bytes);
  received_.erase(0, bytes);
  return taken;
}

Client::Reply Client::reply(bool head) {
  std::size_t end;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive_some()) return {};
  }
  Reply reply;
  reply.header = receive(end + 4);
  const std::string key = "Content-Length: ";
  const auto length = reply.header.find(key);
  if (reply.header.rfind("HTTP/1.1 ", 0) != 0 || length == std::string::npos) return {};
  const std::size_t bytes = std::stoul(reply.header.substr(length + key.size()));
  if (!head) reply.body = receive(bytes);
  if (head || reply.body.size() == bytes) reply.status = std::stoi(reply.header.substr(9));
  return reply;
}

void Client::finish() { shutdown(socket_.get(), SHUT_WR); }

void Client::vanish() {
  const linger reset{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  socket_.reset();
}

}  // namespace parallax::testing

// SPDX-License-Identifier: MIT
#include "tests/support/server.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace parallax::testing {

Server::Server(std::function<void(int)> talk)
    : talk_(std::move(talk)), listening_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket") {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (bind(listening_.get(), reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      listen(listening_.get(), SOMAXCONN) != 0 ||
      getsockname(listening_.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0)
    throw_system_error("listening");
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { accept_all(); });
}

Server::~Server() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
    for (const int socket : open_) shutdown(socket, SHUT_RDWR);
  }
  shutdown(listening_.get(), SHUT_RDWR);
  accepting_.join();
  for (auto& talk : talks_) talk.join();
}

std::string Server::url() const { return "http://127.0.0.1:" + std::to_string(port_); }

void Server::accept_all() {
  for (;;) {
    Descriptor accepted(accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    std::lock_guard lock(mutex_);
    if (accepted.get() < 0 || ending_) return;
    open_.push_back(accepted.get());
    talks_.emplace_back([this, socket = std::move(accepted)] {
      talk_(socket.get());
      std::lock_guard ending(mutex_);
      std::erase(open_, socket.get());
      shutdown(socket.get(), SHUT_RDWR);
    });
  }
}

bool read_request(int socket) {
  std::string text;
  while (text.find("\r\n\r\n") == std::string::npos) {
    char buffer[1024];
    const ssize_t got = read(socket, buffer, sizeof buffer);
    if (got <= 0) return false;
    text.append(buffer, static_cast<std::size_t>(got));
  }
  return true;
}

void say(int socket, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t sent = send(socket, text.data() + done, text.size() - done, MSG_NOSIGNAL);
    if (sent <= 0) return;
    done += static_cast<std::size_t>(sent);
  }
}

}  // namespace parallax::testing

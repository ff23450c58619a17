// SPDX-License-Identifier: MIT
#include "benches/probes/shared_state/manager.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/random.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "benches/probes/channels/authentication.hpp"
#include "benches/probes/shared_state/manager_server.hpp"
#include "runtimes/process/usage.hpp"
#include "support/entropy.hpp"

namespace parallax {

Manager::Manager(ManagerTransport transport) : server_(start(transport)), pid_(server_.pid()) {}

// The listener lives in the server alone: clients of a dead server are refused then, instead of waiting.
Child Manager::start(ManagerTransport transport) {
  fill_with_entropy(key_);
  Descriptor listener = ManagerAddress::listen(transport, address_);
  return Child([&] { ManagerServer(std::move(listener), key_).run(); });
}

ManagerConnection Manager::connect() const {
  Descriptor socket = address_.connect();
  authenticate_as_client(socket.get(), key_);
  return ManagerConnection(std::move(socket));
}

std::optional<std::string> Manager::end(std::chrono::milliseconds patience) {
  if (end_) return end_;
  pollfd ended{.fd = server_.descriptor(), .events = POLLIN, .revents = 0};
  if (poll(&ended, 1, static_cast<int>(patience.count())) != 1) return {};
  end_ = fmt::format("the manager (process {}) {}", pid_, server_.reap().text());
  return end_;
}

Usage Manager::usage() {
  if (const auto how = end()) throw WorkerDied(*how);
  return usage_of(pid_);
}

}  // namespace parallax

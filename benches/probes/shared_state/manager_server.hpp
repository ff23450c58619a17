// SPDX-License-Identifier: MIT
//
// The life of a manager's process: it accepts connections and serves each in a thread of its own.
//
// A thread per connection, as in Python's manager: a client that waits (in a queue's get, or in the middle of
// its authentication) keeps nobody else waiting, and a request costs one receive and one send without asking
// first who has something to say. A client that talks nonsense loses its connection, and nobody else does.
#pragma once

#include <atomic>
#include <cstddef>
#include <list>
#include <span>
#include <thread>
#include <vector>

#include "benches/probes/shared_state/manager_objects.hpp"
#include "support/descriptor.hpp"

namespace parallax {

// More clients at once are turned away.
inline constexpr std::size_t most_connections = 512;

class ManagerServer {
 public:
  // The listener is a socket that listens. Clients must prove that they know the key.
  ManagerServer(Descriptor listener, std::span<const std::byte> key)
      : listener_(std::move(listener)), key_(key.begin(), key.end()) {}

  // Serves until the process is killed. Throws std::system_error if it cannot go on.
  [[noreturn]] void run();

 private:
  struct Session {
    std::thread thread;
    std::atomic<bool> ended = false;
  };

  void start_session(Descriptor socket);
  void serve(const Descriptor& socket);

  const Descriptor listener_;
  const std::vector<std::byte> key_;
  ManagedObjects objects_;
  std::list<Session> sessions_;
};

}  // namespace parallax

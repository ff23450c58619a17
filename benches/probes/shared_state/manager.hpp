// SPDX-License-Identifier: MIT
//
// A manager, as multiprocessing's: a server process that owns objects, which clients use over a connection of
// their own, in whatever process they are.
//
// Made before its clients are forked, which then know its address and its key. It ends with this object, or
// with the process that made it, however that ends, and leaves nothing behind.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "benches/probes/shared_state/manager_address.hpp"
#include "benches/probes/shared_state/manager_connection.hpp"
#include "runtimes/process/child.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

class Manager {
 public:
  // No other thread may exist in this process.
  explicit Manager(ManagerTransport transport);

  // A connection of the caller's own; both ends have proved that they know the key. Throws std::system_error
  // or AuthenticationFailed.
  ManagerConnection connect() const;

  const ManagerAddress& address() const { return address_; }
  pid_t pid() const { return pid_; }
  // How the server ended, in whole words; nothing while it lives. `patience`: how long to wait for its end.
  std::optional<std::string> end(std::chrono::milliseconds patience = std::chrono::milliseconds(0));
  // Throws WorkerDied if it has ended.
  Usage usage();

 private:
  Child start(ManagerTransport transport);

  std::array<std::byte, 32> key_{};
  ManagerAddress address_;
  Child server_;
  pid_t pid_;
  std::optional<std::string> end_;
};

}  // namespace parallax

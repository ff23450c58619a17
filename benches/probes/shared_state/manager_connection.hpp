// SPDX-License-Identifier: MIT
//
// A client's connection to a manager, and the proxies that make calls over it.
//
// One connection for each client, used by one thread at a time: a call is one request and its reply. What it
// returns is a copy. Objects are numbers that any client of the same manager may use, and live as long as it
// does.
#pragma once

#include <cstddef>
#include <cstdint>

#include "benches/probes/shared_state/manager_protocol.hpp"
#include "support/descriptor.hpp"

namespace parallax {

class ManagerConnection {
 public:
  // Takes a connected socket whose ends have authenticated each other.
  explicit ManagerConnection(Descriptor socket) : socket_(std::move(socket)) {}

  // One call. Throws std::out_of_range or std::length_error if the object says so, WorkerDied if the manager
  // has gone or has closed the connection; the connection is of no use any more then.
  std::int64_t call(const ManagerRequest& request);

  std::uint32_t make_list(std::size_t length, std::int64_t value = 0);
  std::uint32_t make_value(std::int64_t value = 0);
  std::uint32_t make_queue();

  int socket() const { return socket_.get(); }

 private:
  Descriptor socket_;
};

class ListProxy {
 public:
  ListProxy(ManagerConnection& manager, std::uint32_t object) : manager_(manager), object_(object) {}

  std::int64_t get(std::size_t index) {
    return manager_.call({ManagerMethod::list_get, object_, static_cast<std::int64_t>(index), 0});
  }
  void set(std::size_t index, std::int64_t value) {
    manager_.call({ManagerMethod::list_set, object_, static_cast<std::int64_t>(index), value});
  }
  void append(std::int64_t value) { manager_.call({ManagerMethod::list_append, object_, 0, value}); }
  std::size_t length() {
    return static_cast<std::size_t>(manager_.call({ManagerMethod::list_length, object_, 0, 0}));
  }

 private:
  ManagerConnection& manager_;
  std::uint32_t object_;
};

class ValueProxy {
 public:
  ValueProxy(ManagerConnection& manager, std::uint32_t object) : manager_(manager), object_(object) {}

  std::int64_t get() { return manager_.call({ManagerMethod::value_get, object_, 0, 0}); }
  void set(std::int64_t value) { manager_.call({ManagerMethod::value_set, object_, 0, value}); }
  // Returns the sum.
  std::int64_t add(std::int64_t value) {
    return manager_.call({ManagerMethod::value_add, object_, 0, value});
  }

 private:
  ManagerConnection& manager_;
  std::uint32_t object_;
};

class QueueProxy {
 public:
  QueueProxy(ManagerConnection& manager, std::uint32_t object) : manager_(manager), object_(object) {}

  void put(std::int64_t value) { manager_.call({ManagerMethod::queue_put, object_, 0, value}); }
  // Waits until there is something.
  std::int64_t get() { return manager_.call({ManagerMethod::queue_get, object_, 0, 0}); }

 private:
  ManagerConnection& manager_;
  std::uint32_t object_;
};

}  // namespace parallax

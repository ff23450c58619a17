// SPDX-License-Identifier: MIT
//
// The objects that a manager owns. Each call is done whole before the next one to the same object begins.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <variant>
#include <vector>

#include "benches/probes/shared_state/manager_protocol.hpp"
#include "support/descriptor.hpp"

namespace parallax {

// Longer lists and queues, and more objects, are refused: a manager may not fill the memory of its machine.
inline constexpr std::size_t most_elements = std::size_t{1} << 24;
inline constexpr std::size_t most_objects = std::size_t{1} << 16;

class ManagedList {
 public:
  ManagedList(std::size_t length, std::int64_t value) : elements_(length, value) {}
  std::optional<ManagerReply> answer(const ManagerRequest& request);

 private:
  std::mutex mutex_;
  std::vector<std::int64_t> elements_;
};

class ManagedValue {
 public:
  explicit ManagedValue(std::int64_t value) : value_(value) {}
  std::optional<ManagerReply> answer(const ManagerRequest& request);

 private:
  std::mutex mutex_;
  std::int64_t value_;
};

class ManagedQueue {
 public:
  ManagedQueue();
  std::optional<ManagerReply> put(std::int64_t value);
  // Waits for an item. Nothing if the client at this socket hangs up meanwhile, and then it takes none.
  std::optional<std::int64_t> get(int socket);
  // An item that could not be delivered comes first again.
  void put_back(std::int64_t value);

 private:
  std::mutex mutex_;
  std::deque<std::int64_t> items_;
  Descriptor count_;  // an eventfd that counts items_, so that those who wait can wait for their socket too
};

class ManagedObjects {
 public:
  // What the request asks for. Nothing if it makes no sense (no such method, or object, or not of this
  // kind), or if the client hangs up while it waits.
  std::optional<ManagerReply> answer(const ManagerRequest& request, int socket);
  // Called if the reply did not reach the client.
  void take_back(const ManagerRequest& request, const ManagerReply& reply);

 private:
  // An object, once made, stays where it is until the manager ends.
  using Object = std::variant<std::unique_ptr<ManagedList>, std::unique_ptr<ManagedValue>,
                              std::unique_ptr<ManagedQueue>>;

  ManagerReply add(Object object);
  template <class T>
  T* find(std::uint32_t number);

  std::shared_mutex mutex_;  // of the table, not of the objects
  std::vector<Object> objects_;
};

}  // namespace parallax

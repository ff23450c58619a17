// SPDX-License-Identifier: MIT
//
// Where the elements of the probe `element` may lie, each with what one client does to read or to add one.
//
// A store is made before its clients are forked. client() is called once by each client, in its own process;
// total() by the one who made the store, while no client works. `exact`: updates of several clients do not
// get lost; elsewhere an update is a get and a set that others may come between, as in Python.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>

#include "benches/probes/shared_state/manager.hpp"
#include "benches/probes/shared_state/shared_array.hpp"
#include "benches/probes/shared_state/shared_value.hpp"

namespace parallax {

// A power of two, so that going around costs next to nothing.
inline constexpr std::size_t store_length = 16;

// What the elements are in the beginning.
constexpr std::int64_t first_value(std::size_t index) { return static_cast<std::int64_t>(1 + index * index); }

// For clients whose batches need nothing.
struct NoBatch {};

// Memory of each client's own. Atomic and relaxed like the shared ones, or the compiler would read many
// elements at once.
class LocalStore {
 public:
  static constexpr bool exact = true;

  class Client {
   public:
    explicit Client(LocalStore&) {
      for (std::size_t i = 0; i < store_length; ++i) elements_[i] = first_value(i);
    }
    NoBatch batch() { return {}; }
    std::int64_t get(std::size_t i) { return elements_[i].load(std::memory_order_relaxed); }
    void add_one(std::size_t i) { elements_[i].store(get(i) + 1, std::memory_order_relaxed); }
    // What the client's own elements have grown by.
    std::int64_t growth() const {
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < store_length; ++i) sum += elements_[i] - first_value(i);
      return sum;
    }

   private:
    std::array<std::atomic<std::int64_t>, store_length> elements_;
  };

  std::int64_t total() { return 0; }
};

// One element, whichever index is asked for. `hold`: the lock is held over get and set together.
template <class Value, bool hold>
class ValueStore {
 public:
  static constexpr bool exact = hold;

  ValueStore() { value_.set(first_value(0)); }

  class Client {
   public:
    explicit Client(ValueStore& store) : value_(store.value_) {}
    NoBatch batch() { return {}; }
    std::int64_t get(std::size_t) { return value_.get(); }
    void add_one(std::size_t) {
      if constexpr (hold) {
        auto held = value_.hold();
        held.set(held.get() + 1);
      } else {
        value_.set(value_.get() + 1);
      }
    }

   private:
    Value& value_;
  };

  std::int64_t total() { return value_.get(); }

 private:
  Value value_;
};

// `hold`: the lock is held over a whole batch.
template <class Array, bool hold>
class ArrayStore {
 public:
  static constexpr bool exact = hold;

  ArrayStore() {
    for (std::size_t i = 0; i < store_length; ++i) array_.set(i, first_value(i));
  }

  class Client {
    // The array with its lock, or through the lock that is held already.
    auto& reached() {
      if constexpr (hold) {
        return *held_;
      } else {
        return array_;
      }
    }

   public:
    explicit Client(ArrayStore& store) : array_(store.array_) {}
    auto batch() {
      if constexpr (hold) {
        return Batch(*this);
      } else {
        return NoBatch{};
      }
    }
    std::int64_t get(std::size_t i) { return reached().get(i); }
    void add_one(std::size_t i) {
      auto& array = reached();
      array.set(i, array.get(i) + 1);
    }

   private:
    struct Batch {
      explicit Batch(Client& its) : client(its) { client.held_.emplace(client.array_); }
      ~Batch() { client.held_.reset(); }
      Batch(const Batch&) = delete;
      Batch& operator=(const Batch&) = delete;
      Client& client;
    };

    Array& array_;
    std::optional<LockedArray::Held> held_;
  };

  std::int64_t total() {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < store_length; ++i) sum += array_.get(i);
    return sum;
  }

 private:
  Array array_{store_length};
};

// A single atomic instruction for an update.
class AtomicStore {
 public:
  static constexpr bool exact = true;

  AtomicStore() : value_(first_value(0)) {}

  class Client {
   public:
    explicit Client(AtomicStore& store) : value_(*store.value_) {}
    NoBatch batch() { return {}; }
    std::int64_t get(std::size_t) { return value_.load(); }
    void add_one(std::size_t) { value_.fetch_add(1); }

   private:
    std::atomic<std::int64_t>& value_;
  };

  std::int64_t total() { return *value_; }

 private:
  Shared<std::atomic<std::int64_t>> value_;
};

// What both managed stores have: a manager, and the maker's own connection to it once clients are forked.
template <ManagerTransport transport>
class ManagedStore {
 public:
  Manager& manager() { return manager_; }

 protected:
  // Over a connection that is closed again: no client shall inherit it.
  template <class Make>
  std::uint32_t make(Make made) {
    ManagerConnection connection = manager_.connect();
    return made(connection);
  }
  ManagerConnection& own() {
    if (!own_) own_.emplace(manager_.connect());
    return *own_;
  }

 private:
  Manager manager_{transport};
  std::optional<ManagerConnection> own_;
};

// A list in a manager: a call to read, two calls to update.
template <ManagerTransport transport>
class ManagedListStore : public ManagedStore<transport> {
 public:
  static constexpr bool exact = false;

  ManagedListStore()
      : list_(this->make([](ManagerConnection& connection) {
          const std::uint32_t object = connection.make_list(store_length);
          for (std::size_t i = 0; i < store_length; ++i) ListProxy(connection, object).set(i, first_value(i));
          return object;
        })) {}

  class Client {
   public:
    explicit Client(ManagedListStore& store)
        : connection_(store.manager().connect()), list_(connection_, store.list_) {}
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    NoBatch batch() { return {}; }
    std::int64_t get(std::size_t i) { return list_.get(i); }
    void add_one(std::size_t i) { list_.set(i, list_.get(i) + 1); }

   private:
    ManagerConnection connection_;
    ListProxy list_;
  };

  std::int64_t total() {
    ListProxy list(this->own(), list_);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < store_length; ++i) sum += list.get(i);
    return sum;
  }

 private:
  std::uint32_t list_;
};

// A value in a manager that adds by itself: one call to read, one to update.
template <ManagerTransport transport>
class ManagedValueStore : public ManagedStore<transport> {
 public:
  static constexpr bool exact = true;

  ManagedValueStore()
      : value_(
            this->make([](ManagerConnection& connection) { return connection.make_value(first_value(0)); })) {
  }

  class Client {
   public:
    explicit Client(ManagedValueStore& store)
        : connection_(store.manager().connect()), value_(connection_, store.value_) {}
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    NoBatch batch() { return {}; }
    std::int64_t get(std::size_t) { return value_.get(); }
    void add_one(std::size_t) { value_.add(1); }

   private:
    ManagerConnection connection_;
    ValueProxy value_;
  };

  std::int64_t total() { return ValueProxy(this->own(), value_).get(); }

 private:
  std::uint32_t value_;
};

}  // namespace parallax

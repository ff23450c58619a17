// SPDX-License-Identifier: MIT
//
// Tries every order in which a few threads can do their atomic operations, and every delay of their stores: a model
// checker for code that takes its atomics as a template. Threads are plain functions of what their operations return:
// each is run again from its beginning to the operation that comes next, with the results so far. So a state is these
// results, the memory and the stores that are under way, and no state is looked at twice.
//
// The memory is weaker than x86-64's: a store that is not sequentially consistent waits in a buffer of its thread,
// and stores of one thread become visible in any order, but those to one place in theirs, and a release store after all
// before it. A store or an exchange that is sequentially consistent waits until the buffer is empty. Loads are done in
// the order of the program: what a processor gains by doing them early is not modelled.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace parallax::testing {

// What is made wrong on purpose, to see that it is found.
enum class Weakening {
  none,
  no_fences,   // sequentially consistent stores are release stores
  no_order,    // all stores are relaxed ones
  no_compares  // a compare-and-exchange always exchanges
};

class Interleavings {
 public:
  // What a thread has got in the end, such as numbers.
  using Thread = std::function<std::vector<std::uint64_t>()>;
  using Outcome = std::vector<std::vector<std::uint64_t>>;  // by thread
  // What is wrong with an end; it may use atomics as the only thread.
  using Check = std::function<std::optional<std::string>(const Outcome&)>;

  // One at a time. Atomics are made after it, and before explore().
  explicit Interleavings(Weakening weakening = Weakening::none);
  ~Interleavings();
  Interleavings(const Interleavings&) = delete;
  Interleavings& operator=(const Interleavings&) = delete;

  // The first mistake that any order leads to, with that order.
  std::optional<std::string> explore(const std::vector<Thread>& threads, const Check& check);
  std::size_t states() const { return states_; }

  enum class Kind { load, store, exchange, compare_exchange, add };
  struct Operation {
    Kind kind;
    std::size_t place;
    std::uint64_t value, expected;
    std::memory_order order;
  };
  static Interleavings& current();
  std::size_t add_place(std::uint64_t value);
  // What was there before; of a store nothing.
  std::uint64_t operate(const Operation& operation);
  bool exchanges(std::uint64_t before, std::uint64_t expected) const {
    return weakening_ == Weakening::no_compares || before == expected;
  }

 private:
  struct Buffered {
    std::size_t place;
    std::uint64_t value;
    bool releases;
  };
  struct ThreadState {
    std::vector<std::uint64_t> results;  // of its operations so far
    std::vector<Buffered> buffer;
  };
  struct State {
    std::vector<std::uint64_t> memory;
    std::vector<ThreadState> threads;
    std::string path;  // who did what, for the message
  };
  // What a thread does next after these results, or what it has got in the end.
  struct Next {
    std::optional<Operation> operation;
    std::vector<std::uint64_t> got;
  };
  struct NextOperation {};  // thrown when it is reached

  Next next_of(const Thread& thread, const std::vector<std::uint64_t>& results);
  std::uint64_t apply(const Operation& operation, std::vector<std::uint64_t>& memory) const;
  bool is_held(const Operation& operation, const std::vector<Buffered>& buffer) const;
  void step(State& state, std::size_t thread, const Operation& operation) const;
  static bool may_leave(const std::vector<Buffered>& buffer, std::size_t at);
  static std::string key_of(const State& state);

  Weakening weakening_;
  std::vector<std::uint64_t> memory_;                   // while no thread is being run
  const std::vector<std::uint64_t>* replay_ = nullptr;  // results that the thread being run gets
  std::size_t replayed_ = 0;
  std::optional<Operation> reached_;
  std::size_t states_ = 0;
};

// Stands for std::atomic<T> in the code that is looked at.
template <class T>
class ModelAtomic {
  static_assert(sizeof(T) <= 8);

 public:
  ModelAtomic(T value = {}) : place_(Interleavings::current().add_place(bits(value))) {}
  ModelAtomic(const ModelAtomic&) = delete;
  ModelAtomic& operator=(const ModelAtomic&) = delete;

  T load(std::memory_order order) const { return value(operate(Interleavings::Kind::load, 0, 0, order)); }
  void store(T to, std::memory_order order) { operate(Interleavings::Kind::store, bits(to), 0, order); }
  T fetch_add(T by, std::memory_order order) {
    return value(operate(Interleavings::Kind::add, bits(by), 0, order));
  }
  bool compare_exchange_strong(T& expected, T to, std::memory_order order) {
    const std::uint64_t wanted = bits(expected);
    const std::uint64_t before = operate(Interleavings::Kind::compare_exchange, bits(to), wanted, order);
    expected = value(before);
    return Interleavings::current().exchanges(before, wanted);
  }

 private:
  static std::uint64_t bits(T value) {
    std::uint64_t all = 0;
    std::memcpy(&all, &value, sizeof value);
    return all;
  }
  static T value(std::uint64_t all) {
    T one;
    std::memcpy(&one, &all, sizeof one);
    return one;
  }
  std::uint64_t operate(Interleavings::Kind kind, std::uint64_t to, std::uint64_t expected,
                        std::memory_order order) const {
    return Interleavings::current().operate({kind, place_, to, expected, order});
  }

  std::size_t place_;
};

}  // namespace parallax::testing

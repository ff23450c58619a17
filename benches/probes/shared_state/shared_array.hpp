// SPDX-License-Identifier: MIT
//
// Integers in memory that processes share, as multiprocessing's Array: with a lock, which is taken around
// every single get and set, or without one.
//
// Made before the processes that use it are forked. A lock around every access keeps two accesses apart, not
// a get and the set that follows it: whoever wants to change an element depending on what it was holds the
// lock for as long (hold()). Unlike Python's, that lock is not recursive but robust: if its holder dies, the
// next one has it and is told. An element is never half written, whoever dies when.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <stdexcept>

#include "benches/probes/primitives/mutex.hpp"
#include "benches/probes/primitives/shared.hpp"
#include "runtimes/support/mapping.hpp"

namespace parallax {

// Without a lock. What is written becomes visible to the others at some time; updates of several get lost.
class RawArray {
 public:
  explicit RawArray(std::size_t length) : memory_(Mapping::shared(length * sizeof(Element))) {
    auto* first = reinterpret_cast<Element*>(memory_.bytes().data());
    for (std::size_t i = 0; i < length; ++i) new (first + i) Element(0);
    elements_ = {first, length};
  }

  std::size_t length() const { return elements_.size(); }
  // Both throw std::out_of_range.
  std::int64_t get(std::size_t index) const { return at(index).load(std::memory_order_relaxed); }
  void set(std::size_t index, std::int64_t value) { at(index).store(value, std::memory_order_relaxed); }

 private:
  // Relaxed loads and stores are plain moves to the processor, but a race of them is no undefined behaviour.
  using Element = std::atomic<std::int64_t>;
  static_assert(Element::is_always_lock_free);

  Element& at(std::size_t index) const {
    if (index >= elements_.size()) throw std::out_of_range("there is no such element in the shared array");
    return elements_[index];
  }

  Mapping memory_;
  std::span<Element> elements_;
};

class LockedArray {
 public:
  explicit LockedArray(std::size_t length) : elements_(length) {}

  std::size_t length() const { return elements_.length(); }
  // Each takes the lock and drops it. Both throw std::out_of_range.
  std::int64_t get(std::size_t index) { return hold().get(index); }
  void set(std::size_t index, std::int64_t value) { hold().set(index, value); }

  // The lock, as long as this lives; its owner must not call the array itself meanwhile.
  class Held {
   public:
    explicit Held(LockedArray& array) : array_(array), result_(array.lock_->mutex.lock()) {
      if (result_ == LockResult::owner_died) ++array_.lock_->owners_died;
    }
    ~Held() { array_.lock_->mutex.unlock(); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    std::int64_t get(std::size_t index) const { return array_.elements_.get(index); }
    void set(std::size_t index, std::int64_t value) { array_.elements_.set(index, value); }
    // Whether the one before died with the lock: what it did under it may be half done.
    bool owner_died() const { return result_ == LockResult::owner_died; }

   private:
    LockedArray& array_;
    const LockResult result_;
  };
  Held hold() { return Held(*this); }

  // How often somebody has died with the lock, as far as others have taken it since.
  std::uint64_t owners_died() const { return lock_->owners_died; }

 private:
  struct Lock {
    Mutex mutex{Sharing::processes, Robust::yes};
    std::atomic<std::uint64_t> owners_died = 0;
  };

  RawArray elements_;
  Shared<Lock> lock_;
};

}  // namespace parallax

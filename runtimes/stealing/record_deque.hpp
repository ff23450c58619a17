// SPDX-License-Identifier: MIT
//
// The records that a worker has made and not begun: it puts and takes at the bottom, others steal at the top.
// D. Chase and Y. Lev, "Dynamic circular work-stealing deque", SPAA 2005, on a ring that does not grow, with
// the memory orders of N. Lê and others, PPoPP 2013. Their fences are sequentially consistent stores and loads
// here, which ThreadSanitizer understands and which cost the same.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtimes/stealing/tree_record.hpp"

namespace parallax {

// Atomic: std::atomic, or a model's, with which a test tries every order of a few operations.
template <template <class> class Atomic>
class BasicRecordDeque {
 public:
  using Entry = Atomic<TreeRecord*>;

  // ring: a power of two of entries, at the same address in all processes.
  explicit BasicRecordDeque(std::span<Entry> ring) : ring_(ring.data()), mask_(ring.size() - 1) {}

  // Empties it. Nobody may be at work.
  void reset() {
    top_.store(0, std::memory_order_relaxed);
    bottom_.store(0, std::memory_order_relaxed);
  }

  // By the owner. Room for so many more at least.
  std::size_t room() const {
    return mask_ + 1 -
           static_cast<std::size_t>(bottom_.load(std::memory_order_relaxed) -
                                    top_.load(std::memory_order_acquire));
  }
  // By the owner, if there is room: record(0), ... record(count - 1), of which the last is taken first. When it
  // returns, whoever goes to sleep sees them.
  template <class Record>
  void put(std::size_t count, Record record) {
    const std::int64_t bottom = bottom_.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < count; ++i)
      entry(bottom + static_cast<std::int64_t>(i)).store(record(i), std::memory_order_relaxed);
    bottom_.store(bottom + static_cast<std::int64_t>(count), std::memory_order_seq_cst);
  }
  // By the owner: the one that was put last, or null.
  TreeRecord* take() {
    const std::int64_t last = bottom_.load(std::memory_order_relaxed) - 1;
    if (top_.load(std::memory_order_relaxed) > last) return nullptr;  // it only grows
    bottom_.store(last, std::memory_order_seq_cst);
    std::int64_t top = top_.load(std::memory_order_seq_cst);
    TreeRecord* record = top <= last ? entry(last).load(std::memory_order_relaxed) : nullptr;
    if (top >= last) {  // the last one, for which a thief may have come
      if (top == last && !top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst))
        record = nullptr;
      bottom_.store(last + 1, std::memory_order_release);
    }
    return record;
  }

  // By others: the one that was put first. Null if there is none, or somebody else was quicker.
  TreeRecord* steal() {
    std::int64_t top = top_.load(std::memory_order_seq_cst);
    if (top >= bottom_.load(std::memory_order_seq_cst)) return nullptr;
    TreeRecord* const record = entry(top).load(std::memory_order_relaxed);
    return top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst) ? record : nullptr;
  }
  bool any() const { return top_.load(std::memory_order_seq_cst) < bottom_.load(std::memory_order_seq_cst); }

 private:
  Entry& entry(std::int64_t index) const { return ring_[static_cast<std::size_t>(index) & mask_]; }

  alignas(128) Atomic<std::int64_t> bottom_ = 0;
  Entry* ring_;
  std::size_t mask_;
  alignas(128) Atomic<std::int64_t> top_ = 0;
};

using RecordDeque = BasicRecordDeque<std::atomic>;

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// One worker's memory for records of trees: blocks of 2^n records, taken by the worker alone and given back by
// whoever has joined their values. What others give back collects in a stack that the owner empties at once,
// so every block stays with its owner, and taking one is a few plain instructions.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtimes/stealing/tree_record.hpp"

namespace parallax {

class RecordStore {
 public:
  // Memory aligned to a cache line, at the same address in all processes.
  explicit RecordStore(std::span<std::byte> memory) : memory_(memory) {}

  // Forgets all blocks; those of the next job are for records of this size. Nobody may be at work.
  void reset(std::size_t stride) {
    stride_ = stride;
    used_ = 0;
    free_.fill(nullptr);
    returned_.store(nullptr, std::memory_order_relaxed);
  }

  // By the owner: a block, or null if there is no room for another one.
  TreeRecord* take(std::uint16_t size_class) {
    if (size_class >= classes) return nullptr;
    if (!free_[size_class] && returned_.load(std::memory_order_relaxed)) collect();
    if (Block* const block = free_[size_class]) {
      free_[size_class] = block->next;
      return reinterpret_cast<TreeRecord*>(block);
    }
    const std::size_t bytes = stride_ << size_class;
    if (memory_.size() - used_ < bytes) return nullptr;
    used_ += bytes;
    return reinterpret_cast<TreeRecord*>(memory_.data() + (used_ - bytes));
  }

  // By the owner.
  void give_back(TreeRecord* first, std::uint16_t size_class) {
    free_[size_class] = new (first) Block{free_[size_class], size_class};
  }
  // By others.
  void give_back_from_afar(TreeRecord* first, std::uint16_t size_class) {
    Block* const block = new (first) Block{returned_.load(std::memory_order_relaxed), size_class};
    while (!returned_.compare_exchange_weak(block->next, block, std::memory_order_release,
                                            std::memory_order_relaxed)) {
    }
  }

 private:
  struct Block {
    Block* next;
    std::uint16_t size_class;
  };
  static constexpr std::uint16_t classes = 24;

  void collect() {
    for (Block* block = returned_.exchange(nullptr, std::memory_order_acquire); block;) {
      Block* const next = block->next;
      block->next = free_[block->size_class];
      free_[block->size_class] = block;
      block = next;
    }
  }

  std::span<std::byte> memory_;
  std::size_t stride_ = 0, used_ = 0;
  std::array<Block*, classes> free_{};
  alignas(128) std::atomic<Block*> returned_ = nullptr;
};

}  // namespace parallax

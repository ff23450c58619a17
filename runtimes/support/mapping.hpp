// SPDX-License-Identifier: MIT
//
// A guard for one memory mapping, and the list of all that are shared, for workers that are fresh programs
// and have to map them by themselves.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "support/descriptor.hpp"

namespace parallax {

// Memory without a name that another process can map: plain data.
struct SharedMapping {
  void* address = nullptr;
  std::size_t bytes = 0;
  int descriptor = -1;  // of a memory file

  std::span<const std::byte> view() const { return {static_cast<const std::byte*>(address), bytes}; }
};

class Mapping {
 public:
  // Memory that is zero, and shared with processes that are forked, or spawned by a WorkerStarter, from now
  // on. Zero bytes are a valid, empty mapping. Throws std::system_error.
  static Mapping shared(std::size_t bytes);
  // The same at this very address. Throws std::system_error("mmap") if that is taken.
  static Mapping shared_at(void* address, std::size_t bytes);
  // The first `bytes` of a file, to be read.
  static Mapping of_file(int descriptor, std::size_t bytes);

  Mapping(Mapping&& other) noexcept
      : bytes_(std::exchange(other.bytes_, {})), memory_(std::move(other.memory_)) {}
  Mapping& operator=(Mapping&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(memory_, other.memory_);
    return *this;
  }
  ~Mapping();

  std::span<std::byte> bytes() const { return bytes_; }

 private:
  Mapping(void* address, std::size_t bytes, int protection, int flags, int descriptor);

  std::span<std::byte> bytes_;
  Descriptor memory_;  // of shared memory
};

// The first of some places at which this system has addresses, each given by its address' highest bit. Not all have
// addresses of 47 bits: 64-bit ARM comes with 39, 42 or 48, RISC-V with 38. Throws std::runtime_error if none is one.
void* first_place(std::span<const int> bits);
// Where processes place shared memory that started from scratch and are to have it at the same addresses: in the middle
// of what a program may use, far from where any system places programs, libraries or what sanitizers need.
void* symmetric_memory();

// From now on shared() chooses addresses itself, one after the other from `begin` on: processes of one
// program, started from scratch, that ask for the same memory in the same order then have it at the same
// addresses.
void place_shared_mappings(void* begin);

// All shared mappings of this process.
std::vector<SharedMapping> shared_mappings();

}  // namespace parallax

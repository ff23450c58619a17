// SPDX-License-Identifier: MIT
#include "runtimes/support/mapping.hpp"

#include <sys/mman.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <map>
#include <mutex>
#include <stdexcept>

namespace parallax {
namespace {

struct List {
  std::mutex mutex;
  std::map<void*, SharedMapping> mappings;  // by address
  std::byte* next = nullptr;                // where the next one is to lie; null: wherever the kernel likes
};

List& list() {
  static List all;
  return all;
}

// Neighbours are kept apart, as the kernel may do, so that whoever writes beyond an end meets nobody.
constexpr std::size_t placement = std::size_t{1} << 21;

// At this very address; MAP_FAILED with EEXIST where it is taken.
void* map_at(void* address, std::size_t bytes, int protection, int flags, int descriptor) {
  void* const there = mmap(address, bytes, protection, flags | MAP_FIXED_NOREPLACE, descriptor, 0);
  if (there == MAP_FAILED || there == address) return there;
  // Emulators that do not know the flag take the address for a wish.
  munmap(there, bytes);
  errno = EEXIST;
  return MAP_FAILED;
}

// Whether there are addresses as high as this one, taken or not.
bool is_address(void* place) {
  constexpr int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
  void* const there = mmap(place, 1, PROT_NONE, flags, -1, 0);
  if (there == MAP_FAILED) return errno == EEXIST;
  munmap(there, 1);
  return there == place || msync(place, 1, MS_ASYNC) == 0;  // of which the second says that it is taken
}

void* next_place(std::size_t bytes) {
  const std::lock_guard lock(list().mutex);
  std::byte* const place = list().next;
  if (place) list().next += (bytes / placement + 2) * placement;
  return place;
}

}  // namespace

Mapping::Mapping(void* address, std::size_t bytes, int protection, int flags, int descriptor) {
  if (bytes == 0) return;
  void* const there = address ? map_at(address, bytes, protection, flags, descriptor)
                              : mmap(nullptr, bytes, protection, flags, descriptor, 0);
  if (there == MAP_FAILED) throw_system_error("mmap");
  bytes_ = {static_cast<std::byte*>(there), bytes};
}

Mapping Mapping::shared(std::size_t bytes) { return shared_at(next_place(bytes), bytes); }

Mapping Mapping::shared_at(void* address, std::size_t bytes) {
  if (bytes == 0) return Mapping(nullptr, 0, 0, 0, -1);
  // The same pages as an anonymous shared mapping has, but with a descriptor, by which they can be mapped
  // again.
  Descriptor memory(memfd_create("parallax", MFD_CLOEXEC), "memfd_create");
  check(ftruncate(memory.get(), static_cast<off_t>(bytes)), "ftruncate of shared memory");
  Mapping mapping(address, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, memory.get());
  mapping.memory_ = std::move(memory);
  const std::lock_guard lock(list().mutex);
  list().mappings[mapping.bytes_.data()] = {mapping.bytes_.data(), bytes, mapping.memory_.get()};
  return mapping;
}

Mapping Mapping::of_file(int descriptor, std::size_t bytes) {
  return Mapping(nullptr, bytes, PROT_READ, MAP_SHARED, descriptor);
}

Mapping::~Mapping() {
  if (bytes_.empty()) return;
  if (memory_.get() >= 0) {
    const std::lock_guard lock(list().mutex);
    list().mappings.erase(bytes_.data());
  }
  munmap(bytes_.data(), bytes_.size());
}

void* first_place(std::span<const int> bits) {
  for (const int bit : bits) {
    void* const place =
        reinterpret_cast<void*>(std::uintptr_t{1} << bit);  // NOLINT(performance-no-int-to-ptr)
    if (is_address(place)) return place;
  }
  throw std::runtime_error("this system has too few addresses for memory that ranks have at the same place");
}

void* symmetric_memory() {
  static constexpr std::array bits{45, 41, 38, 37, 35};  // of addresses of 47 or 48, 42, 39, 38 and 36 bits
  return first_place(bits);
}

void place_shared_mappings(void* begin) {
  const std::lock_guard lock(list().mutex);
  list().next = static_cast<std::byte*>(begin);
}

std::vector<SharedMapping> shared_mappings() {
  const std::lock_guard lock(list().mutex);
  std::vector<SharedMapping> all;
  for (const auto& [address, mapping] : list().mappings) all.push_back(mapping);
  return all;
}

}  // namespace parallax

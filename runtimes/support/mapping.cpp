// SPDX-License-Identifier: MIT
#include "runtimes/support/mapping.hpp"

#include <sys/mman.h>

#include <cerrno>
#include <map>
#include <mutex>

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

void* next_place(std::size_t bytes) {
  const std::lock_guard lock(list().mutex);
  std::byte* const place = list().next;
  if (place) list().next += (bytes / placement + 2) * placement;
  return place;
}

}  // namespace

Mapping::Mapping(void* address, std::size_t bytes, int protection, int flags, int descriptor) {
  if (bytes == 0) return;
  void* const there =
      mmap(address, bytes, protection, address ? flags | MAP_FIXED_NOREPLACE : flags, descriptor, 0);
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

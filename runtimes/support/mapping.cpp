// SPDX-License-Identifier: MIT
#include "runtimes/support/mapping.hpp"

#include <sys/mman.h>

#include <cerrno>
#include <map>
#include <mutex>
#include <system_error>

namespace parallax {
namespace {

struct List {
  std::mutex mutex;
  std::map<void*, SharedMapping> mappings;  // by address
};

List& list() {
  static List all;
  return all;
}

}  // namespace

Mapping::Mapping(std::size_t bytes, int protection, int flags, int descriptor) {
  if (bytes == 0) return;
  void* address = mmap(nullptr, bytes, protection, flags, descriptor, 0);
  if (address == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  bytes_ = {static_cast<std::byte*>(address), bytes};
}

Mapping Mapping::shared(std::size_t bytes) {
  if (bytes == 0) return Mapping(0, 0, 0, -1);
  // The same pages as an anonymous shared mapping has, but with a descriptor, by which they can be mapped
  // again.
  Descriptor memory(memfd_create("parallax", MFD_CLOEXEC), "memfd_create");
  if (ftruncate(memory.get(), static_cast<off_t>(bytes)) != 0)
    throw std::system_error(errno, std::generic_category(), "ftruncate of shared memory");
  Mapping mapping(bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, memory.get());
  mapping.memory_ = std::move(memory);
  const std::lock_guard lock(list().mutex);
  list().mappings[mapping.bytes_.data()] = {mapping.bytes_.data(), bytes, mapping.memory_.get()};
  return mapping;
}

Mapping Mapping::of_file(int descriptor, std::size_t bytes) {
  return Mapping(bytes, PROT_READ, MAP_SHARED, descriptor);
}

Mapping::~Mapping() {
  if (bytes_.empty()) return;
  if (memory_.get() >= 0) {
    const std::lock_guard lock(list().mutex);
    list().mappings.erase(bytes_.data());
  }
  munmap(bytes_.data(), bytes_.size());
}

std::vector<SharedMapping> shared_mappings() {
  const std::lock_guard lock(list().mutex);
  std::vector<SharedMapping> all;
  for (const auto& [address, mapping] : list().mappings) all.push_back(mapping);
  return all;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// A guard for one memory mapping.
#pragma once

#include <sys/mman.h>

#include <cerrno>
#include <cstddef>
#include <span>
#include <system_error>
#include <utility>

namespace parallax {

class Mapping {
 public:
  // Anonymous memory shared with processes forked from now on. Zero bytes are a valid, empty mapping.
  static Mapping shared(std::size_t bytes) {
    return Mapping(bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1);
  }
  // The first `bytes` of a file, to be read.
  static Mapping of_file(int descriptor, std::size_t bytes) {
    return Mapping(bytes, PROT_READ, MAP_SHARED, descriptor);
  }

  Mapping(Mapping&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  Mapping& operator=(Mapping&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~Mapping() {
    if (!bytes_.empty()) munmap(bytes_.data(), bytes_.size());
  }

  std::span<std::byte> bytes() const { return bytes_; }

 private:
  Mapping(std::size_t bytes, int protection, int flags, int descriptor) {
    if (bytes == 0) return;
    void* address = mmap(nullptr, bytes, protection, flags, descriptor, 0);
    if (address == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    bytes_ = {static_cast<std::byte*>(address), bytes};
  }

  std::span<std::byte> bytes_;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// A shared library that somebody has given us, loaded into this process for as long as it lives.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace parallax {

// What is wrong with a library. The message begins with the library's path.
class LibraryError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Library {
 public:
  // Runs what the library does when it is loaded. Throws LibraryError.
  explicit Library(const std::string& path);

  // Of the file that was loaded.
  const std::array<std::byte, 32>& sha256() const { return sha256_; }
  // How far a function of the library itself, not of those that it needs, is from the library's beginning.
  // Throws LibraryError if there is none of this name.
  std::int64_t distance_of(const std::string& function) const;
  bool has(const std::string& symbol) const;
  // Of such a function: its address in this process.
  void* at(std::int64_t distance) const;

 private:
  std::string path_;
  std::array<std::byte, 32> sha256_{};
  void* handle_ = nullptr;  // never closed: threads of the library's own may still run in it
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// Memory that a process really has: private, touched, and of one kind of page. What makes a parent large.
//
// Private and not shared, because a fork does not copy the page tables of shared memory: each process finds
// those pages again when it touches them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace parallax {

class Ballast {
 public:
  // Touches every page. NotSupported if it would not fit into half of what the machine has to give, or if
  // huge pages are wanted and there are none.
  Ballast(std::size_t bytes, bool huge);
  ~Ballast();
  Ballast(const Ballast&) = delete;
  Ballast& operator=(const Ballast&) = delete;

  std::span<std::byte> bytes() const { return {begin_, begin_ ? bytes_ : 0}; }
  // Nothing if all of it is in memory now, in pages of the right kind, else what is wrong.
  std::optional<std::string> mistake() const;

 private:
  std::byte* begin_ = nullptr;
  std::size_t bytes_;
  bool huge_;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// Plain data as lines of text, for where only the standard streams of a launcher lead to a rank: whatever
// else is said there (a launcher's own words, a library's warning) lies between the lines and is kept as
// text.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace parallax {

// "parallax BASE64\n", ready to be written.
std::string line_of(std::span<const std::byte> bytes);

class LineReader {
 public:
  // Reads what is there. False at the end of the stream. Throws std::system_error.
  bool read_some(int descriptor);
  // The next value that has come completely; lines of any other kind become text. Throws std::runtime_error
  // if a line of ours is damaged or is not a T.
  template <class T>
  std::optional<T> next() {
    static_assert(std::is_trivially_copyable_v<T>);
    T value;
    if (!next_into(std::as_writable_bytes(std::span(&value, 1)))) return {};
    return value;
  }
  // The last lines that were none of ours, as one, without decoration.
  std::string text() const;

 private:
  bool next_into(std::span<std::byte> value);
  void keep(const std::string& line);

  std::string buffer_;
  std::vector<std::string> text_;
};

}  // namespace parallax

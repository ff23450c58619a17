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

// Holds no more than one line of ours, however much somebody writes and however long their lines are.
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
  // Makes every complete line text, without looking for values.
  void pass_over();
  // The last lines that were none of ours, as one, without decoration.
  std::string text() const;

 private:
  bool next_into(std::span<std::byte> value);
  std::optional<std::string> next_line();
  void keep(const std::string& line);

  std::string buffer_;
  std::size_t read_ = 0;  // bytes of it that were lines
  bool is_too_long_ =
      false;  // what of this line has come was more than any line of ours has, and was dropped
  std::vector<std::string> text_;
};

}  // namespace parallax

// SPDX-License-Identifier: MIT
// The characters of a JSON text, a block at a time: a file of gigabytes passes through one mebibyte.
//
// Two things differ from what is written. Google Benchmark writes NaN and Infinity where a value could not be
// computed (the variation of a counter that is always 0 is enough), which JSON has no words for: the parser is
// given null, and may ask which of them it was. And white space between words is read as one character of
// it, however long: a quarter of a result file is indentation, and a parser may keep what it has not
// finished. Places are always those in the text as written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parallax::reports {

class JsonInput {
 public:
  // Fills a part of the room and says how much; 0 is the end.
  using Read = std::function<std::size_t(char* room, std::size_t size)>;

  // `file` is what messages call it. The text of the first has to outlive this.
  JsonInput(std::string file, std::string_view whole);
  JsonInput(std::string file, Read read, std::size_t block = 1 << 20);
  JsonInput(const JsonInput&) = delete;
  JsonInput& operator=(const JsonInput&) = delete;

  // Makes current() the next character; false at the end.
  bool advance() {
    if (*literal_ != '\0') {
      current_ = *literal_++;
    } else if (in_string_) {
      if (at_ == end_ && !refill()) return false;
      current_ = *at_++;
      if (escaped_)
        escaped_ = false;
      else if (current_ == '\\')
        escaped_ = true;
      else if (current_ == '"')
        in_string_ = false;
    } else {
      if (in_space_) pass_space();
      if (at_ == end_ && !refill()) return false;
      current_ = *at_;
      if (current_ == 'N' || current_ == 'I' || current_ == '-' || current_ == '\0') replace_word();
      in_space_ = is_space(current_);
      in_string_ = current_ == '"';
      if (in_string_) string_begin_ = offset();
      ++at_;
    }
    ++given_;
    return true;
  }

  char current() const { return current_; }

  const std::string& file() const { return file_; }

  // "nightly.json:12:7" of the character that was given as the nth, counted from 1; only of the last ones.
  // One more than were given is the end.
  std::string place(std::uint64_t nth) const;

  // Whether there is nothing but white space from the nth character on. Reads on, so advance() is over then.
  bool ends_at(std::uint64_t nth);

  // The number that the null given last stands for: NaN or infinite; or nothing if it was written so. Only once.
  std::optional<double> take_replaced() { return std::exchange(replaced_, std::nullopt); }

  bool is_blank() const { return given_ == 0 || (given_ == 1 && is_space(current_)); }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

  std::uint64_t offset() const { return before_ + static_cast<std::uint64_t>(at_ - begin_); }
  bool refill();
  void check_word();
  void pass_space();
  void replace_word();

  std::string file_;
  Read read_;
  std::vector<char> block_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  const char* begin_ = nullptr;  // of what is in memory
  std::uint64_t before_ = 0;     // characters that no longer are
  std::uint64_t given_ = 0;
  std::uint64_t string_begin_ = 0;
  std::uint64_t word_ = 0;   // how much of a word that is no string lies before what is in memory
  std::uint64_t lines_ = 0;  // ended ones
  std::uint64_t line_begin_ = 0;
  const char* literal_ = "";  // what is still to be given in the place of another word
  std::optional<double> replaced_;
  char current_ = 0;
  bool in_string_ = false, escaped_ = false, in_space_ = false;
};

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// Blocks, words that JSON does not have, and places.
#include "reports/results/json_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

#include "reports/results/results.hpp"

namespace parallax::reports {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<std::pair<std::string_view, double>, 4> not_numbers{
    {{"NaN", not_a_number}, {"-NaN", not_a_number}, {"Infinity", infinity}, {"-Infinity", -infinity}}};
constexpr std::size_t longest_literal = 9;

constexpr std::uint64_t longest_word = 1 << 20;

}  // namespace

JsonInput::JsonInput(std::string file, std::string_view whole)
    : file_(std::move(file)), at_(whole.data()), end_(at_ + whole.size()), begin_(at_) {}

JsonInput::JsonInput(std::string file, Read read, std::size_t block)
    : file_(std::move(file)), read_(std::move(read)), block_(std::max(block, 2 * longest_literal)) {
  at_ = end_ = begin_ = block_.data();
}

// Keeps what is not yet given and adds to it.
bool JsonInput::refill() {
  if (!read_) return false;
  check_word();
  before_ += static_cast<std::uint64_t>(at_ - begin_);
  const auto kept = static_cast<std::size_t>(end_ - at_);
  if (kept > 0) std::memmove(block_.data(), at_, kept);
  const auto more = read_(block_.data() + kept, block_.size() - kept);
  at_ = begin_ = block_.data();
  end_ = begin_ + kept + more;
  return more > 0;
}

// The parser keeps a word until it ends, so its length is what memory depends on. White space is no word.
void JsonInput::check_word() {
  const std::string_view passed(begin_, at_);
  const bool goes_on = passed.find_first_of(" \n\t\r\"{}[],:") == std::string_view::npos;
  word_ = goes_on ? word_ + passed.size() : 0;
  if (word_ > longest_word || (in_string_ && offset() - string_begin_ > longest_word))
    throw ResultsError(fmt::format("{}: a word too long for any result file", place(given_)));
}

// Lines are counted when the line after them is looked at: until then, the place of an error is in them.
void JsonInput::pass_space() {
  const auto note = [&](char c, std::uint64_t next) {
    if (c != '\n') return;
    ++lines_;
    line_begin_ = next;
  };
  note(current_, offset());
  do {
    for (; at_ != end_ && is_space(*at_); ++at_) note(*at_, offset() + 1);
  } while (at_ == end_ && refill());
  in_space_ = false;
}

// A parser may take a byte 0 for the end, and whatever follows would be passed over in silence.
void JsonInput::replace_word() {
  if (current_ == '\0') throw JsonError(fmt::format("{}: a byte 0, which no text has", place(given_ + 1)));
  while (static_cast<std::size_t>(end_ - at_) < longest_literal && refill()) {
  }
  const std::string_view rest(at_, end_);
  for (const auto& [word, value] : not_numbers) {
    if (rest.substr(0, word.size()) != word) continue;
    at_ += word.size() - 1;  // its last character stands for all of them
    literal_ = "ull";
    replaced_ = value;
    current_ = 'n';
    return;
  }
}

std::string JsonInput::place(std::uint64_t nth) const {
  const auto back = given_ + 1 - std::min(nth, given_ + 1);
  const auto at = offset() - std::min(offset(), back);
  return fmt::format("{}:{}:{}", file_, lines_ + 1, at - std::min(at, line_begin_) + 1);
}

bool JsonInput::ends_at(std::uint64_t nth) {
  if (nth < given_ || (nth == given_ && !is_space(current_))) return false;
  in_string_ = false;  // its rest is not looked at
  while (at_ == end_ || is_space(*at_)) {
    if (at_ == end_ && !refill()) return true;
    if (at_ != end_ && is_space(*at_)) ++at_;
  }
  return false;
}

}  // namespace parallax::reports

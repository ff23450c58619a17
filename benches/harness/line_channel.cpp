// SPDX-License-Identifier: MIT
#include "benches/harness/line_channel.hpp"

#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

constexpr std::string_view mark = "parallax ";
constexpr std::size_t most_lines = 3, most_text = 400;

// More than any order or message, encoded.
constexpr std::size_t longest_line = 1 << 20;

}  // namespace

std::string line_of(std::span<const std::byte> bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // and the 0 that the function adds
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return std::string(mark) + text + '\n';
}

bool LineReader::read_some(int descriptor) {
  std::array<char, 16384> some;
  const ssize_t count = retry_on_interrupt([&] { return read(descriptor, some.data(), some.size()); });
  if (count < 0 && errno == EAGAIN) return true;
  if (count < 0 && errno != EIO) throw_system_error("read");
  if (count <= 0) return false;
  buffer_.append(some.data(), static_cast<std::size_t>(count));
  return true;
}

bool LineReader::next_into(std::span<std::byte> value) {
  while (auto next = next_line()) {
    std::string line = *std::move(next);
    const auto begin = line.find(mark);
    // A word of ours within a sentence is no line of ours.
    if (begin == std::string::npos || line.find(' ', begin + mark.size()) != std::string::npos ||
        line.size() - begin < value.size()) {
      keep(line);
      continue;
    }
    line.erase(0, begin + mark.size());
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back()))) line.pop_back();
    std::vector<unsigned char> bytes(line.size());
    const int length = EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(line.data()),
                                       static_cast<int>(line.size()));
    const std::size_t expected = (value.size() + 2) / 3 * 3;  // the length includes what pads the last group
    if (length < 0 || static_cast<std::size_t>(length) != expected)
      throw std::runtime_error("a line of another program, or a damaged one");
    std::memcpy(value.data(), bytes.data(), value.size());
    return true;
  }
  return false;
}

void LineReader::pass_over() {
  while (const auto line = next_line()) keep(*line);
}

std::optional<std::string> LineReader::next_line() {
  const auto end = buffer_.find('\n', read_);
  if (end == std::string::npos) {
    buffer_.erase(0, std::exchange(read_, 0));
    if (buffer_.size() > longest_line) {
      if (!std::exchange(is_too_long_, true)) keep(buffer_.substr(0, most_text));
      buffer_.clear();
    }
    return {};
  }
  std::string line = buffer_.substr(read_, end - read_);
  read_ = end + 1;
  if (std::exchange(is_too_long_, false)) return next_line();
  return line;
}

void LineReader::keep(const std::string& line) {
  // Launchers frame what they say, and Open MPI's remarks on its own bookkeeping when a rank has died tell
  // nobody anything.
  if (line.find("PMIX ERROR") != std::string::npos) return;
  if (std::none_of(line.begin(), line.end(), [](unsigned char c) { return std::isalnum(c); })) return;
  text_.push_back(line);
  if (text_.size() > 40) text_.erase(text_.begin());
}

std::string LineReader::text() const {
  // What comes first says most.
  std::string all;
  for (std::size_t i = 0; i < text_.size() && i < most_lines; ++i) {
    const auto begin = std::find_if_not(text_[i].begin(), text_[i].end(),
                                        [](unsigned char c) { return std::isspace(c) || c == '='; });
    all += (all.empty() ? "" : " ") + std::string(begin, text_[i].end());
  }
  if (all.size() > most_text) all = all.substr(0, most_text) + "...";
  return all;
}

}  // namespace parallax

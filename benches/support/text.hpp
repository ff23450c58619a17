// SPDX-License-Identifier: MIT
//
// Words and texts for `wordcount`. A word is a run of ASCII letters, digits and bytes beyond ASCII (so that
// UTF-8 words stay whole); A to Z count as a to z.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace parallax {

inline char fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

inline bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

inline bool same_word(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (fold(left[i]) != fold(right[i])) return false;
  }
  return true;
}

// FNV-1a with a final mix (SplitMix64's), so that the upper bits are good enough to choose a partition by.
inline std::uint64_t hash_word(std::string_view word) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(fold(c))) * 0x100000001b3u;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
  return hash ^ (hash >> 31);
}

// Calls f for each word that begins in [begin, end).
template <class F>
void for_each_word(std::string_view text, std::size_t begin, std::size_t end, F f) {
  for (std::size_t i = begin; i < end;) {
    if (!in_word(text[i])) {
      ++i;
      continue;
    }
    const std::size_t start = i;
    while (i < text.size() && in_word(text[i])) ++i;
    f(text.substr(start, i - start));
  }
}

// The first place at or after `place` where a slice may begin without cutting a word.
std::size_t word_border(std::string_view text, std::size_t place);

std::string folded(std::string_view word);

using WordCounts = std::unordered_map<std::string, std::uint64_t>;
WordCounts count_words(std::string_view text, std::size_t begin, std::size_t end);

// A text of invented words whose frequencies follow Zipf's law (the r-th most frequent of 20000 words comes
// 1/r as often as the first): always the same for the same number of bytes.
std::string zipf_text(std::size_t bytes);

// The content of a file. Throws std::system_error with its name.
std::string read_text(const std::string& path);

}  // namespace parallax

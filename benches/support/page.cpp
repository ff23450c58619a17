// SPDX-License-Identifier: MIT
#include "benches/support/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "support/random.hpp"

namespace parallax {
namespace {

constexpr std::size_t table_bytes = std::size_t{1} << 20;
constexpr std::size_t lines = table_bytes / page_line_bytes;
constexpr std::size_t words_bytes =
    page_line_bytes - std::string_view("<a href=\"/page/000000\"></a>\n").size();

// Invented words of one to four syllables.
std::string words(SplitMix64& random) {
  constexpr std::string_view consonants = "bdfgklmnprstvz", vowels = "aeiou";
  std::string text;
  while (text.size() < words_bytes) {
    if (!text.empty()) text += ' ';
    for (std::uint64_t syllables = 1 + random.next() % 4; syllables != 0; --syllables) {
      text += consonants[random.next() % consonants.size()];
      text += vowels[random.next() % vowels.size()];
    }
  }
  text.resize(words_bytes);
  if (text.back() == ' ') text.back() = 's';
  return text;
}

std::string make_table() {
  SplitMix64 random;
  std::string table;
  table.reserve(table_bytes);
  for (std::size_t n = 0; n < lines; ++n) {
    // The factor has no divisor in common with a million, so that no number comes twice.
    const std::size_t number = (n * 611'953 + 271'828) % 1'000'000;
    table += fmt::format("<a href=\"/page/{:06}\">{}</a>\n", number, words(random));
  }
  return table;
}

}  // namespace

std::span<const char> page_table() {
  static const std::string table = make_table();
  return table;
}

std::size_t page_offset(std::uint64_t seed) {
  return static_cast<std::size_t>(seed % lines) * page_line_bytes;
}

bool page_matches(std::uint64_t seed, std::size_t at, std::span<const std::byte> bytes) {
  const std::span<const char> table = page_table();
  std::size_t place = (page_offset(seed) + at % table.size()) % table.size();
  while (!bytes.empty()) {
    const std::size_t piece = std::min(bytes.size(), table.size() - place);
    if (std::memcmp(bytes.data(), table.data() + place, piece) != 0) return false;
    bytes = bytes.subspan(piece);
    place = 0;
  }
  return true;
}

}  // namespace parallax

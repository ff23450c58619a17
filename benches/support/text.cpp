// SPDX-License-Identifier: MIT
#include "benches/support/text.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <vector>

#include "support/random.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

constexpr std::size_t vocabulary = 20'000;

// The r-th invented word: syllables that spell r, so that all are different and frequent words are short.
std::string invented_word(std::size_t r) {
  constexpr std::string_view consonants = "bdfgklmnprstvz";
  constexpr std::string_view vowels = "aeiou";
  std::string word;
  for (std::size_t rest = r + 1; rest != 0; rest /= consonants.size() * vowels.size()) {
    const std::size_t syllable = rest % (consonants.size() * vowels.size());
    word += consonants[syllable / vowels.size()];
    word += vowels[syllable % vowels.size()];
  }
  return word;
}

}  // namespace

std::size_t word_border(std::string_view text, std::size_t place) {
  while (place > 0 && place < text.size() && in_word(text[place - 1]) && in_word(text[place])) ++place;
  return place;
}

std::string folded(std::string_view word) {
  std::string result(word);
  std::transform(result.begin(), result.end(), result.begin(), fold);
  return result;
}

WordCounts count_words(std::string_view text, std::size_t begin, std::size_t end) {
  WordCounts counts;
  for_each_word(text, begin, end, [&](std::string_view word) { ++counts[folded(word)]; });
  return counts;
}

std::string zipf_text(std::size_t bytes) {
  std::vector<std::string> words;
  std::vector<double> up_to;  // the share of all words that the first r + 1 make
  double sum = 0;
  for (std::size_t r = 0; r < vocabulary; ++r) {
    words.push_back(invented_word(r));
    up_to.push_back(sum += 1.0 / static_cast<double>(r + 1));
  }
  std::string text;
  text.reserve(bytes + 16);
  std::uint64_t state = 1;
  while (text.size() < bytes) {
    state = lcg_next(state);
    const double share = static_cast<double>(state >> 11) * 0x1p-53 * sum;
    const auto rank =
        static_cast<std::size_t>(std::upper_bound(up_to.begin(), up_to.end(), share) - up_to.begin());
    text += words[std::min(rank, vocabulary - 1)];
    text += (state >> 32) % 12 == 0 ? '\n' : ' ';
  }
  text.resize(bytes);
  return text;
}

std::string read_text(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || (!text && errno != 0)) throw_system_error(errno ? errno : EIO, "reading " + path);
  return text.str();
}

}  // namespace parallax

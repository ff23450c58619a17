// SPDX-License-Identifier: MIT
#include "support/suggestion.hpp"

#include <algorithm>
#include <cctype>

namespace parallax {
namespace {

constexpr std::size_t fewest_letters = 2;        // fewer begin too many words
constexpr std::size_t fewest_for_a_mistake = 4;  // of fewer, one letter is too much to be wrong

std::string bare(std::string_view word) {
  word.remove_prefix(std::min(word.find_first_not_of('-'), word.size()));
  std::string text;
  for (const char c : word)
    text += c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

std::size_t edit_distance(std::string_view from, std::string_view to) {
  // Rows of the table: cost of the first i letters of `from` to the first j of `to`.
  std::vector<std::size_t> before, last(to.size() + 1), now(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const bool same = from[i - 1] == to[j - 1];
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + !same});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before = std::move(last);
    last = now;
  }
  return last.back();
}

std::string nearest(std::string_view typed, const std::vector<std::string>& known) {
  const auto word = bare(typed);
  if (word.size() >= fewest_for_a_mistake)
    for (const auto& one : known)
      if (edit_distance(word, bare(one)) <= 1) return one;
  if (word.size() >= fewest_letters)
    for (const auto& one : known)
      if (bare(one).rfind(word, 0) == 0) return one;
  std::string best;
  auto least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const auto& one : known) {
    const auto letters = bare(one);
    const auto distance = edit_distance(word, letters);
    if (distance >= least || distance >= std::min(word.size(), letters.size())) continue;
    least = distance;
    best = one;
  }
  return best;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "reports/gate/verdict.hpp"

#include <array>
#include <stdexcept>
#include <string>

namespace parallax::reports::gate {
namespace {

struct Words {
  std::string_view name, key;
};

constexpr std::array<Words, verdicts> words{{{"regression", "regression"},
                                             {"slower, below the threshold", "slower"},
                                             {"improvement", "improvement"},
                                             {"no change", "no_change"},
                                             {"inconclusive", "inconclusive"},
                                             {"observed, not judged", "observed"},
                                             {"invalid", "invalid"},
                                             {"error", "error"},
                                             {"identical", "identical"},
                                             {"new", "new"},
                                             {"removed", "removed"},
                                             {"left out", "left_out"},
                                             {"fails in both", "fails_in_both"}}};

}  // namespace

std::string_view verdict_name(Verdict verdict) { return words.at(static_cast<std::size_t>(verdict)).name; }
std::string_view verdict_key(Verdict verdict) { return words.at(static_cast<std::size_t>(verdict)).key; }

Verdict verdict_of_key(std::string_view key) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i].key == key) return static_cast<Verdict>(i);
  throw std::invalid_argument("no verdict is called '" + std::string(key) + "'");
}

}  // namespace parallax::reports::gate

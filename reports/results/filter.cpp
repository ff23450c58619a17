// SPDX-License-Identifier: MIT
// POSIX's matcher and not the standard library's, which recurses: a long name could exhaust the stack.
#include "reports/results/filter.hpp"

#include <fmt/format.h>
#include <regex.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace parallax::reports {
namespace {

class Expression {
 public:
  explicit Expression(const std::string& text) {
    if (const int error = ::regcomp(&compiled_, text.c_str(), REG_EXTENDED | REG_NOSUB); error != 0) {
      std::array<char, 256> reason{};
      ::regerror(error, &compiled_, reason.data(), reason.size());
      throw std::invalid_argument(fmt::format("\"{}\" is no regular expression: {}", text, reason.data()));
    }
  }
  ~Expression() { ::regfree(&compiled_); }
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;

  bool is_in(const std::string& name) const {
    return ::regexec(&compiled_, name.c_str(), 0, nullptr, 0) == 0;
  }

 private:
  regex_t compiled_{};
};

}  // namespace

void keep_matching(Results& results, const std::string& expression) {
  const bool negated = !expression.empty() && expression.front() == '-';
  const Expression wanted(negated ? expression.substr(1) : expression);
  std::vector<Cell> kept;
  for (auto& cell : results.cells)
    if (wanted.is_in(cell.name) != negated) kept.push_back(std::move(cell));
  if (kept.empty())
    throw ResultsError(fmt::format("none of the {} cells matches \"{}\"", results.cells.size(), expression));
  results.cells = std::move(kept);
}

}  // namespace parallax::reports

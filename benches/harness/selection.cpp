// SPDX-License-Identifier: MIT
#include "benches/harness/selection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <regex.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>

#include "benches/harness/known_names.hpp"
#include "benches/support/usage_error.hpp"
#include "support/suggestion.hpp"

namespace parallax {
namespace {

constexpr const char* how_names_read =
    "names read like cube/fork/workers:2/size:4096/grain:64 (--benchmark_list_tests=true lists them)";

// Compiling an expression takes time and memory that grow with what its repetitions in braces make of it.
constexpr double largest_expression = 5000;

std::size_t end_of_bracket(std::string_view text, std::size_t begin) {
  std::size_t at = begin + 1;
  if (at < text.size() && text[at] == '^') ++at;
  at = text.find(']', at + 1);  // the first one may be the sign itself
  return at == text.npos ? text.size() : at;
}

// How many signs it is when they are written out, from `at` on to the end of the group.
double size_written_out(std::string_view text, std::size_t& at) {
  double sum = 0, last = 0;
  for (; at < text.size() && text[at] != ')'; ++at) {
    if (text[at] == '{') {
      double count = 0, most = 0;
      for (++at; at < text.size() && text[at] != '}'; ++at) {
        count = text[at] == ',' ? 0 : 10 * count + (text[at] - '0');
        most = std::max(most, count);
      }
      sum += last * std::max(most - 1, 0.0);
      last *= std::max(most, 1.0);
      continue;
    }
    last = 1;
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '[')
      at = end_of_bracket(text, at);
    else if (text[at] == '(')
      last = size_written_out(text, ++at);
    sum += last;
  }
  return sum;
}

class Expression {
 public:
  // `given` is what the person has typed.
  Expression(const std::string& text, const std::string& given) {
    std::size_t at = 0;
    double size = 0;
    for (; at < text.size(); ++at) size += size_written_out(text, at);
    if (size > largest_expression)
      throw UsageError(
          fmt::format("{}: too large an expression, {:.0f} signs when its repetitions are written out",
                      given.substr(0, 80), size));
    if (const int error = regcomp(&regex_, text.c_str(), REG_EXTENDED | REG_NOSUB)) {
      std::array<char, 256> reason{};
      regerror(error, &regex_, reason.data(), reason.size());
      throw UsageError(fmt::format("{}: {}", given, reason.data()));
    }
  }
  ~Expression() { regfree(&regex_); }
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;

  bool is_in(const std::string& name) const { return regexec(&regex_, name.c_str(), 0, nullptr, 0) == 0; }

 private:
  regex_t regex_{};
};

bool is_expression(const std::string& word) { return word.find_first_of("^$.*+?()[]{}|\\") != word.npos; }

// "cube/fork" in "cube/fork/workers:2/...", but not in "cube/fork-pipe/...".
bool has_parts(const std::string& name, const std::string& parts) {
  return ("/" + name + "/").find("/" + parts + "/") != std::string::npos;
}

std::vector<std::string> parts_of_word(const std::string& word) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= word.size();) {
    const std::size_t end = std::min(word.find('/', begin), word.size());
    parts.push_back(word.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// Words of one sort are alternatives. A word of several parts is of the first one's sort.
std::string sort_of(const std::string& word) {
  if (is_expression(word)) return "kernel";
  const std::string first = parts_of_word(word).front();
  if (const auto colon = first.find(':'); colon != first.npos) return first.substr(0, colon);
  return is_runtime_or_mechanism(first) && !is_kernel_or_probe(first) ? "runtime" : "kernel";
}

// The flag that makes such cells: --workers=3 for "workers:3".
std::optional<std::string> flag_for(const std::string& word) {
  static const std::map<std::string, std::string> flags{
      {"workers", "--workers="}, {"size", "--sizes="}, {"grain", "--grains="}};
  const auto colon = word.find(':');
  if (colon == word.npos || word.find('/') != word.npos) return std::nullopt;
  const auto flag = flags.find(word.substr(0, colon));
  return flag == flags.end() ? "--parameter=" + word : flag->second + word.substr(colon + 1);
}

[[noreturn]] void refuse(const std::string& word) {
  if (word == "help") throw UsageError("did you mean --help?");
  for (const std::string& part : parts_of_word(word)) {
    if (const auto reason = why_missing(part))
      throw UsageError(fmt::format("{} is missing in this build: {}", part, *reason));
    if (part.find(':') != part.npos || is_kernel_or_probe(part) || is_runtime_or_mechanism(part)) continue;
    const std::string meant = nearest(part, all_names());
    throw UsageError(fmt::format("there is no kernel, runtime or probe like '{}'{}", part,
                                 meant.empty() ? " (--list-kernels, --list-runtimes and --list-probes "
                                                 "name them)"
                                               : fmt::format("; did you mean {}?", meant)));
  }
  if (sort_of(word) == "runtime")
    throw UsageError(fmt::format("'{}' names no cell of this run; --runtimes={} measures it or says why not",
                                 word, parts_of_word(word).front()));
  const auto flag = flag_for(word);
  if (!flag) throw UsageError(fmt::format("'{}' names no cell of this run; {}", word, how_names_read));
  throw UsageError(fmt::format("'{}' names no cell of this run; did you mean {}?", word, *flag));
}

}  // namespace

std::vector<Cell> matching(std::vector<Cell> cells, const std::string& filter) {
  const bool negative = !filter.empty() && filter.front() == '-';
  std::string text = negative ? filter.substr(1) : filter;
  if (text.empty() || text == "all") text = ".";
  const Expression expression(text, "--benchmark_filter=" + filter);
  std::erase_if(cells, [&](const Cell& cell) { return expression.is_in(cell.name()) == negative; });
  if (!cells.empty()) return cells;
  const std::string meant = nearest(filter, all_names());
  throw UsageError(fmt::format("--benchmark_filter={}: matches no cell; {}", filter,
                               meant.empty() ? how_names_read : fmt::format("did you mean {}?", meant)));
}

std::vector<Cell> named(std::vector<Cell> cells, const std::vector<std::string>& words) {
  std::map<std::string, std::vector<std::size_t>> named_by;  // by sort: how many words of it name each cell
  for (const std::string& word : words) {
    const auto expression =
        is_expression(word) ? std::make_unique<Expression>(word, word) : std::unique_ptr<Expression>();
    auto& counts = named_by[sort_of(word)];
    counts.resize(cells.size());
    bool names_any = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string name = cells[i].name();
      const bool is_named = expression ? expression->is_in(name) : has_parts(name, word);
      counts[i] += is_named;
      names_any |= is_named;
    }
    if (!names_any && expression)
      throw UsageError(fmt::format("'{}' matches no cell; {}", word, how_names_read));
    if (!names_any) refuse(word);
  }
  std::vector<Cell> left;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (std::all_of(named_by.begin(), named_by.end(), [i](const auto& sort) { return sort.second[i] > 0; }))
      left.push_back(std::move(cells[i]));
  }
  if (!left.empty()) return left;
  std::string hint = how_names_read;
  for (const std::string& word : words) {
    if (const auto flag = flag_for(word)) hint = fmt::format("did you mean {}?", *flag);
  }
  throw UsageError(
      fmt::format("no cell of this run is named by all of: {}; {}", fmt::join(words, " "), hint));
}

}  // namespace parallax

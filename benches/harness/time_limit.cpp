// SPDX-License-Identifier: MIT
#include "benches/harness/time_limit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "benches/support/usage_error.hpp"

namespace parallax {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// With room for what is no waiting: a third more, and at least as much as a run of nothing may need.
std::string enough_for(std::chrono::nanoseconds least) {
  const auto room = std::min(least / 3, std::chrono::nanoseconds::max() - least);
  const auto enough = std::chrono::ceil<seconds>(least + room) + seconds(5);
  return enough > minutes(2) ? fmt::format("{}m", std::chrono::ceil<minutes>(enough).count())
                             : fmt::format("{}s", enough.count());
}

std::string limit_text(milliseconds timeout) {
  return timeout.count() % 1000 == 0 ? fmt::format("{}s", timeout.count() / 1000)
                                     : fmt::format("{}ms", timeout.count());
}

}  // namespace

std::chrono::nanoseconds least_time_of_process(const Cell& cell, std::int64_t iterations) {
  return saturated_product(cell.subject->least_time(cell.parameters, cell.workers),
                           static_cast<std::uint64_t>(std::max<std::int64_t>(iterations, 1) + 2));
}

std::string leave_out_too_slow(std::vector<Cell>& cells, milliseconds timeout, std::int64_t iterations) {
  std::size_t count = 0;
  std::string example;
  std::chrono::nanoseconds longest{};
  std::erase_if(cells, [&](const Cell& cell) {
    const auto least = least_time_of_process(cell, iterations);
    if (least <= timeout) return false;
    ++count;
    if (least > longest) {
      longest = least;
      example = cell.name();
    }
    return true;
  });
  if (count == 0) return {};
  const std::string whose = count == 1 ? "1 cell waits" : fmt::format("{} cells wait", count);
  const std::string text = fmt::format("{} for longer than --timeout={} allows{}{}; --timeout={} measures {}",
                                       whose, limit_text(timeout), count == 1 ? ": " : ", e.g. ", example,
                                       enough_for(longest), count == 1 ? "it" : "them");
  if (cells.empty()) throw UsageError(text);
  return "left out: " + text;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "reports/results/context_reader.hpp"

#include <fmt/format.h>

#include <cmath>

#include "reports/results/excerpt.hpp"

namespace parallax::reports {
namespace {

// Hundreds of times the usual. It is copied, compared and shown, so it may not be what fills a huge file.
constexpr std::size_t largest_context = 1 << 20;

std::string text_of(const JsonScalar& value) {
  switch (value.kind) {
    case JsonKind::string:
      return std::string(value.text);
    case JsonKind::boolean:
      return value.number != 0 ? "true" : "false";
    case JsonKind::number:
      break;
    default:
      return "null";
  }
  const bool is_whole = value.number == std::floor(value.number) && std::abs(value.number) < 1e15;
  return is_whole ? fmt::format("{:.0f}", value.number) : fmt::format("{:.6g}", value.number);
}

}  // namespace

void ContextReader::key(std::string_view name) {
  if (is_full()) return;
  if (levels_.empty()) {
    // Programs may add what they like, also what the library says already. The library comes first.
    std::string called(name);
    for (int number = 2; !known_.insert(called).second; ++number)
      called = fmt::format("{} #{}", name, number);
    if (called != name)
      remarks_.add(fmt::format("{}: \"{}\" occurs twice in \"context\"; the second is shown as \"{}\"", file_,
                               excerpt(name), excerpt(called)));
    entries_.push_back({std::move(called), {}});
    size_ += name.size() + sizeof(ContextEntry);
    return;
  }
  if (entries_.back().value.size() > levels_.back().begin) add(", ");
  add(name);
  add(" ");
}

void ContextReader::scalar(const JsonScalar& value) {
  begin_item();
  add(text_of(value));
}

void ContextReader::open(JsonKind kind) {
  begin_item();
  levels_.push_back({kind == JsonKind::array, entries_.back().value.size()});
}

bool ContextReader::is_full() const { return size_ > largest_context; }

void ContextReader::begin_item() {
  if (!levels_.empty() && levels_.back().is_list && entries_.back().value.size() > levels_.back().begin)
    add("; ");
}

void ContextReader::add(std::string_view text) {
  if (is_full()) return;
  size_ += text.size();
  if (is_full())
    remarks_.add(
        fmt::format("{}: \"context\" is larger than any result file's; the end of it is left out", file_));
  else
    entries_.back().value += text;
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// Reading rows: every value is checked before it is used, and a mistake is told with its row and key.
#include "reports/results/result_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/results/excerpt.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports {
namespace {

// In the order of ResultRow::Field.
constexpr std::array<std::string_view, ResultRow::field_count> fields{
    "name",    "run_type",     "aggregate_name",  "error_occurred", "error_message",
    "skipped", "skip_message", "time_unit",       "real_time",      "cpu_time",
    "label",   "repetitions",  "repetition_index"};

// Numbers that describe the run and not what was measured.
constexpr std::array<std::string_view, 4> not_counters{"family_index", "per_family_instance_index", "threads",
                                                       "iterations"};

constexpr int a_counter = ResultRow::field_count;
constexpr int of_no_interest = a_counter + 1;

// Stops what is no row from being taken for one.
constexpr std::size_t most_counters_of_row = 1000;

int field_of(std::string_view key) {
  const auto field = std::find(fields.begin(), fields.end(), key);
  if (field != fields.end()) return static_cast<int>(field - fields.begin());
  return std::find(not_counters.begin(), not_counters.end(), key) == not_counters.end() ? a_counter
                                                                                        : of_no_interest;
}

// Beyond it, doubles have gaps.
constexpr double largest_count = 9007199254740992.0;

}  // namespace

void ResultRow::begin(std::size_t index) {
  index_ = index;
  counted_ = 0;
  for (auto& slot : slots_) slot.kind.reset();
}

void ResultRow::key(std::string_view written) {
  field_ = field_of(written);
  if (field_ == a_counter)
    key_ = written;
  else if (field_ < field_count && has(static_cast<Field>(field_)))
    fail(fmt::format("\"{}\" occurs twice", written));
}

void ResultRow::value(const JsonScalar& value) {
  if (field_ < field_count) {
    auto& slot = slots_[static_cast<std::size_t>(field_)];
    slot.kind = value.kind;
    slot.number = value.number;
    slot.text = value.text;
  } else if (field_ == a_counter && value.kind == JsonKind::number) {
    if (counted_ == most_counters_of_row)
      fail(fmt::format("has more than {} counters", most_counters_of_row));
    if (counted_ == counters_.size()) counters_.emplace_back();
    auto& counter = counters_[counted_++];
    counter.name.swap(key_);
    counter.value = value.number;
  }
}

void ResultRow::nested(JsonKind kind) {
  if (field_ < field_count) slots_[static_cast<std::size_t>(field_)].kind = kind;
}

std::span<const Counter> ResultRow::counters() {
  const std::span<Counter> all(counters_.data(), counted_);
  // Google Benchmark writes them sorted.
  const auto by_name = [](const Counter& one, const Counter& other) { return one.name < other.name; };
  if (!std::is_sorted(all.begin(), all.end(), by_name)) std::sort(all.begin(), all.end(), by_name);
  const auto twice = std::adjacent_find(all.begin(), all.end(), [](const Counter& one, const Counter& other) {
    return one.name == other.name;
  });
  if (twice != all.end()) fail(fmt::format("\"{}\" occurs twice", excerpt(twice->name)));
  return all;
}

const std::string& ResultRow::text(Field field) const {
  const auto& slot = at(field);
  if (slot.kind != JsonKind::string) fail_type(field, "text");
  return slot.text;
}

std::string_view ResultRow::text_or(Field field, std::string_view otherwise) const {
  return has(field) ? std::string_view(text(field)) : otherwise;
}

double ResultRow::time(Field field) const {
  const auto time = number(field);
  if (time < 0) fail(fmt::format("\"{}\" is {}, and no time is negative", fields[field], time));
  return time + 0.0;  // -0 becomes 0
}

bool ResultRow::flag(Field field) const {
  if (!has(field)) return false;
  const auto& slot = at(field);
  if (slot.kind != JsonKind::boolean) fail_type(field, "true or false");
  return slot.number != 0;
}

std::optional<std::uint64_t> ResultRow::count(Field field) const {
  if (!has(field)) return std::nullopt;
  const auto count = number(field);
  if (!(count >= 0 && count <= largest_count && count == std::floor(count)))
    fail(fmt::format("\"{}\" is {}, expected a whole number from 0 on", fields[field], count));
  return static_cast<std::uint64_t>(count);
}

void ResultRow::fail(const std::string& what) const {
  const auto& slot = slots_[name];
  const auto named = slot.kind == JsonKind::string ? fmt::format(" ({})", excerpt(slot.text)) : "";
  throw ResultsError(fmt::format("{}: benchmarks[{}]{}: {}", file_, index_, named, what));
}

const ResultRow::Slot& ResultRow::at(Field field) const {
  if (!has(field)) fail(fmt::format("\"{}\" is missing", fields[field]));
  return slots_[field];
}

double ResultRow::number(Field field) const {
  const auto& slot = at(field);
  if (slot.kind == JsonKind::null)
    fail(fmt::format("\"{}\" is not a number (NaN, infinity or null)", fields[field]));
  if (slot.kind != JsonKind::number) fail_type(field, "a number");
  return slot.number;
}

void ResultRow::fail_type(Field field, const char* expected) const {
  fail(fmt::format("\"{}\" is {}, expected {}", fields[field], kind_name(*slots_[field].kind), expected));
}

}  // namespace parallax::reports

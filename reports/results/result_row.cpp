// SPDX-License-Identifier: MIT
// Reading rows: every value is checked before it is used, and a mistake is told with its key.
#include "reports/results/result_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "reports/results/excerpt.hpp"

namespace parallax::reports {
namespace {

// In the order of ResultRow::Field.
constexpr std::array<std::string_view, ResultRow::field_count> fields{
    "name",           "run_name",
    "run_type",       "aggregate_name",
    "aggregate_unit", "error_occurred",
    "error_message",  "skipped",
    "skip_message",   "time_unit",
    "big_o",          "label",
    "real_time",      "cpu_time",
    "repetitions",    "repetition_index",
    "family_index",   "per_family_instance_index",
    "threads",        "iterations"};

constexpr int a_counter = ResultRow::field_count;

// Stops what is no row from being taken for one.
constexpr std::size_t most_counters_of_row = 1000;

// Beyond it, doubles have gaps.
constexpr double largest_count = 9007199254740992.0;

// No number, so that a number of that name is a counter. Not those that no row of a benchmark is without.
constexpr bool may_be_a_counter(int field) {
  return field > ResultRow::run_type && field < ResultRow::real_time && field != ResultRow::time_unit;
}

bool comes_first(const Counter& one, const Counter& other) { return one.name < other.name; }

}  // namespace

void ResultRow::begin(std::size_t index, JsonKind kind) {
  index_ = index;
  counted_ = 0;
  fault_.clear();
  twice_.clear();
  field_ = a_counter;
  key_.clear();
  for (auto& slot : slots_) slot.kind.reset();
  if (kind != JsonKind::object) spoil(fmt::format("is {}, expected an object", kind_name(kind)));
}

void ResultRow::key(std::string_view written) {
  field_ = static_cast<int>(std::find(fields.begin(), fields.end(), written) - fields.begin());
  is_again_ = field_ != a_counter && has(static_cast<Field>(field_));
  if (field_ == a_counter) key_ = written;
}

void ResultRow::value(const JsonScalar& value) {
  const bool is_number = value.kind == JsonKind::number;
  // What some writer of JSON says of a field that it has no value for. A time is missed.
  if (value.kind == JsonKind::null && field_ != a_counter && field_ > name && field_ != real_time &&
      field_ != cpu_time)
    return;
  if (field_ == a_counter) {
    if (is_number) add_counter(key_, value.number);
  } else if (is_number && (is_again_ || may_be_a_counter(field_))) {
    add_counter(fields[static_cast<std::size_t>(field_)], value.number);
  } else if (is_again_) {
    spoil(fmt::format("\"{}\" occurs twice", fields[static_cast<std::size_t>(field_)]));
  } else {
    auto& slot = slots_[static_cast<std::size_t>(field_)];
    slot.kind = value.kind;
    slot.number = value.number;
    slot.text = value.text;
  }
}

void ResultRow::nested(JsonKind kind) {
  if (field_ < field_count && !is_again_) slots_[static_cast<std::size_t>(field_)].kind = kind;
}

void ResultRow::add_counter(std::string_view called, double number) {
  if (counted_ == most_counters_of_row)
    return spoil(fmt::format("has more than {} counters", most_counters_of_row));
  if (counted_ == counters_.size()) counters_.emplace_back();
  auto& counter = counters_[counted_++];
  counter.name = called;
  counter.value = number;
}

std::span<const Counter> ResultRow::counters() {
  const std::span<Counter> all(counters_.data(), counted_);
  // Google Benchmark writes them sorted.
  if (!std::is_sorted(all.begin(), all.end(), comes_first))
    std::stable_sort(all.begin(), all.end(), comes_first);
  for (std::size_t first = 0, next = 1; next < all.size(); ++next) {
    if (all[next].name != all[first].name)
      first = next;
    else
      twice_ = all[first].name, all[next].name += fmt::format(" #{}", next - first + 1);
  }
  return all;
}

const Counter* ResultRow::counter(std::string_view wanted) {
  for (std::size_t i = 0; i < counted_; ++i)
    if (counters_[i].name == wanted) return &counters_[i];
  return nullptr;
}

const std::string& ResultRow::text(Field field) const {
  const auto& slot = at(field);
  if (slot.kind != JsonKind::string) fail_type(field, "text");
  return slot.text;
}

std::string_view ResultRow::text_or(Field field, std::string_view otherwise) const {
  return has(field) ? std::string_view(text(field)) : otherwise;
}

double ResultRow::number(Field field) const {
  const auto& slot = at(field);
  if (slot.kind == JsonKind::null || (slot.kind == JsonKind::number && !std::isfinite(slot.number)))
    throw RowError(fmt::format("\"{}\" is not a number (NaN, infinity or null)", fields[field]));
  if (slot.kind != JsonKind::number) fail_type(field, "a number");
  return slot.number;
}

double ResultRow::time(Field field) const {
  const auto time = number(field);
  if (time < 0) throw RowError(fmt::format("\"{}\" is {}, and no time is negative", fields[field], time));
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
    throw RowError(fmt::format("\"{}\" is {}, expected a whole number from 0 on", fields[field], count));
  return static_cast<std::uint64_t>(count);
}

void ResultRow::check() const {
  if (!fault_.empty()) throw RowError(fault_);
}

std::string ResultRow::place() const {
  return has_text(name) ? fmt::format("benchmarks[{}] ({})", index_, excerpt(slots_[name].text))
                        : fmt::format("benchmarks[{}]", index_);
}

void ResultRow::spoil(std::string why) {
  if (fault_.empty()) fault_ = std::move(why);
}

const ResultRow::Slot& ResultRow::at(Field field) const {
  if (!has(field)) throw RowError(fmt::format("\"{}\" is missing", fields[field]));
  return slots_[field];
}

void ResultRow::fail_type(Field field, const char* expected) const {
  throw RowError(
      fmt::format("\"{}\" is {}, expected {}", fields[field], kind_name(*slots_[field].kind), expected));
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// One row of "benchmarks" while it is read, with the words to say what is wrong with it.
//
// Its keys may come in any order, so nothing is judged before the row is whole. A wrong type is a mistake
// only where the value is asked for: what an aggregate or a failed repetition has for a time does not matter.
//
// Programs may give counters any name, also those of fields ("label", "threads"). A number is a counter where a
// field is a text or was there before.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "reports/results/json_events.hpp"

namespace parallax::reports {

struct Counter {
  std::string name;
  double value = 0;  // NaN and infinite ones too
};

// A row that cannot be understood. Says why, without its place.
class RowError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class ResultRow {
 public:
  enum Field {
    name,
    run_name,
    run_type,
    aggregate_name,
    aggregate_unit,
    error_occurred,
    error_message,
    skipped,
    skip_message,
    time_unit,
    big_o,
    label,
    real_time,
    cpu_time,
    repetitions,
    repetition_index,
    family_index,
    per_family_instance_index,
    threads,
    iterations,
    field_count
  };

  // Forgets the row before.
  void begin(std::size_t index, JsonKind kind);
  std::size_t index() const { return index_; }

  void key(std::string_view written);
  void value(const JsonScalar& value);  // of the last key
  void nested(JsonKind kind);           // the same, for what holds others

  // Every other number, by name. A null is none. Of several with one name, the second is called "NAME #2".
  std::span<const Counter> counters();
  const std::string& counter_twice() const { return twice_; }  // such a name, once they were asked for; or ""
  const Counter* counter(std::string_view wanted);             // null if there is none of this name

  bool has(Field field) const { return slots_[field].kind.has_value(); }
  bool has_text(Field field) const { return has(field) && slots_[field].kind == JsonKind::string; }

  // These throw RowError where the field is of another kind, or is missing where it must be there.
  const std::string& text(Field field) const;
  std::string_view text_or(Field field, std::string_view otherwise) const;
  double number(Field field) const;  // finite
  double time(Field field) const;    // from 0 on
  bool flag(Field field) const;
  std::optional<std::uint64_t> count(Field field) const;

  // Throws RowError if the row as a whole is none.
  void check() const;

  // "benchmarks[3] (BM_x)".
  std::string place() const;

 private:
  struct Slot {
    std::optional<JsonKind> kind;
    double number = 0;
    std::string text;
  };

  const Slot& at(Field field) const;
  void add_counter(std::string_view called, double number);
  void spoil(std::string why);
  [[noreturn]] void fail_type(Field field, const char* expected) const;

  std::size_t index_ = 0;
  std::string fault_;  // the first
  std::string twice_;
  std::array<Slot, field_count> slots_;
  std::vector<Counter> counters_;  // only the first `counted_` are of this row; the others keep their memory
  std::size_t counted_ = 0;
  std::string key_;
  int field_ = field_count;
  bool is_again_ = false;  // the field of the last key was there before
};

}  // namespace parallax::reports

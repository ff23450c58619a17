// SPDX-License-Identifier: MIT
// One row of "benchmarks" while it is read, with the words to say what is wrong with it.
//
// Its keys may come in any order, so nothing is judged before the row is whole. A wrong type is a mistake
// only where the value is asked for: what an aggregate or a failed repetition has for a time does not matter.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/results/json_events.hpp"

namespace parallax::reports {

struct Counter {
  std::string name;
  double value = 0;
};

class ResultRow {
 public:
  enum Field {
    name,
    run_type,
    aggregate_name,
    error_occurred,
    error_message,
    skipped,
    skip_message,
    time_unit,
    real_time,
    cpu_time,
    label,
    repetitions,
    repetition_index,
    field_count
  };

  // `file` is what messages call the file.
  explicit ResultRow(const std::string& file) : file_(file) {}

  // Forgets the row before.
  void begin(std::size_t index);
  std::size_t index() const { return index_; }

  void key(std::string_view written);
  void value(const JsonScalar& value);  // of the last key
  void nested(JsonKind kind);           // the same, for what holds others

  // Every other number, by name. What stands there as null (NaN) is none.
  std::span<const Counter> counters();

  bool has(Field field) const { return slots_[field].kind.has_value(); }
  const std::string& text(Field field) const;
  std::string_view text_or(Field field, std::string_view otherwise) const;
  double time(Field field) const;
  bool flag(Field field) const;
  std::optional<std::uint64_t> count(Field field) const;

  [[noreturn]] void fail(const std::string& what) const;

 private:
  struct Slot {
    std::optional<JsonKind> kind;
    double number = 0;
    std::string text;
  };

  const Slot& at(Field field) const;
  double number(Field field) const;
  [[noreturn]] void fail_type(Field field, const char* expected) const;

  const std::string& file_;
  std::size_t index_ = 0;
  std::array<Slot, field_count> slots_;
  std::vector<Counter> counters_;  // only the first `counted_` are of this row; the others keep their memory
  std::size_t counted_ = 0;
  std::string key_;
  int field_ = field_count;
};

}  // namespace parallax::reports

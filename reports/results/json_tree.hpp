// SPDX-License-Identifier: MIT
// A whole JSON text in memory, for formats whose files are small. Asking for what is not there gives nothing, so that a
// reader says only what it wants.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/results/json_events.hpp"

namespace parallax::reports {

class JsonTree {
 public:
  JsonKind kind = JsonKind::null;
  std::vector<std::pair<std::string, JsonTree>> members;  // of an object, in the order of the text
  std::vector<JsonTree> items;                            // of an array

  // The member of this name, or a null.
  const JsonTree& operator[](std::string_view name) const;
  bool has(std::string_view name) const { return (*this)[name].kind != JsonKind::null; }

  std::string_view text() const {
    return kind == JsonKind::string ? std::string_view(text_) : std::string_view();
  }
  bool is_true() const { return kind == JsonKind::boolean && number_ != 0; }
  std::optional<double> number() const;  // finite
  std::vector<double> numbers() const;   // those among the items
  std::string shown() const;             // of a scalar, as text; of all else nothing

  void set(const JsonScalar& value);

 private:
  double number_ = 0;
  std::string text_;
};

// Throws ResultsError where the text breaks, or has more values than any result file of such a format.
JsonTree parse_tree(JsonInput& text);

}  // namespace parallax::reports

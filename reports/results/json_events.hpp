// SPDX-License-Identifier: MIT
// A JSON text as a sequence of events, so that a file may be far larger than what is kept of it.
//
// Parsed by nlohmann's SAX interface: a result file of 75 MB (100,000 rows) takes it 0.36 s. RapidJSON's
// needed 0.09 s, but its last release is of 2016, simdjson's refuses NaN, and the rest of a report takes
// longer than either; so the library that is here anyway stays.
#pragma once

#include <string_view>

#include "reports/results/json_input.hpp"

namespace parallax::reports {

enum class JsonKind { null, boolean, number, string, array, object };

std::string_view kind_name(JsonKind kind);

// A value that holds no others.
struct JsonScalar {
  JsonKind kind = JsonKind::null;
  double number = 0;      // of a boolean: 0 or 1; may be NaN or infinite
  std::string_view text;  // until the next event
};

// Whoever implements it may throw; nothing more is read then.
class JsonEvents {
 public:
  virtual void key(std::string_view name) = 0;
  virtual void scalar(const JsonScalar& value) = 0;
  virtual void open(JsonKind kind) = 0;  // an array or an object, until its close()
  virtual void close() = 0;

 protected:
  ~JsonEvents() = default;
};

// Throws JsonError with line and column where the text breaks.
void parse_json(JsonInput& text, JsonEvents& events);

}  // namespace parallax::reports

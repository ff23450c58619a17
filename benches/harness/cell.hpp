// SPDX-License-Identifier: MIT
//
// A cell of the matrix, kernel x runtime x workers x size x grain, and what measuring it came to.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benches/harness/protocol.hpp"
#include "benches/harness/subject.hpp"
#include "benches/kernel.hpp"

namespace parallax {

struct Cell {
  std::shared_ptr<const Subject> subject;
  int workers = 1;
  Case parameters;

  // "cube/fork/workers:2/size:4096/grain:64", with "control/" in front of a control.
  std::string name() const;
};

// A text fit for a result file: whatever is not printable ASCII is written as \xNN.
std::string printable(std::string_view text);

// A cell has one of these statuses, never none.
enum class Status { value, wrong, crashed, timed_out, not_supported, interrupted };

// The word in the result file: "wrong", "crashed", "timed out", ...
std::string_view status_text(Status status);

// Whether a text that Outcome::text() has made is of an interruption.
bool was_interrupted(std::string_view outcome_text);

struct Outcome {
  Status status = Status::value;
  std::string reason;       // if it is no value
  Measurement measurement;  // if it is one
  // Share of the processors that others used meanwhile, if that is known.
  std::optional<double> foreign_load{};
  // For how long a CPU quota held it back, added up over processors, where there is a quota.
  std::optional<double> throttled_seconds{};
  // What workers did and when, if that was asked for.
  std::shared_ptr<const std::vector<TraceSlice>> timeline{};

  // "wrong: chunk 3 of 4 ran 0 times instead of once (before timing)"
  std::string text() const;
};

}  // namespace parallax

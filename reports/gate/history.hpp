// SPDX-License-Identifier: MIT
// A line of the history: one measured commit, as ratios to a pinned reference build that ran beside it.
//
// Times of different machines cannot be compared, ratios of two builds on one machine nearly can: so the
// series of a cell goes on when the machine is replaced, and a change in it is one of the program. A line is
// one JSON object:
//
//   {"schema": 1, "commit": "4f2d1c0…", "subject": "…", "date": "2026-10-03T14:05:06Z", "reference": "v1.2",
//    "machine": "Some CPU, 2 CPUs, Linux 6.1, GCC 12.2.0",
//    "cells": [{"name": "spin/team/…", "verdict": "no_change", "ratio": 1.02, "low": 1.01, "high": 1.03,
//               "pairs": 24}, {"name": "…", "verdict": "error", "ratio": null}]}
//
// Only wall time is kept. Keys that are not known are passed over. Names and subjects were written by anyone:
// they are hostile until escaped.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/gate/comparison.hpp"
#include "reports/gate/wrong_use.hpp"

namespace parallax::reports::gate {

inline constexpr int history_schema = 1;

// What is wrong with a history, "history.jsonl:12: …" in front if it is one line of a file.
struct HistoryError : WrongUse {
  using WrongUse::WrongUse;
};
// A line that ends in the middle, as one does whose writer was killed or had no more room.
struct TornLine : HistoryError {
  using HistoryError::HistoryError;
};

struct HistoryRatio {
  double value;      // time of the commit / time of the reference, above 0
  double low, high;  // its interval
  std::size_t pairs = 0;

  bool operator==(const HistoryRatio&) const = default;
};

struct HistoryCell {
  std::string name;
  Verdict verdict = Verdict::left_out;
  std::optional<HistoryRatio>
      ratio;  // nothing if none was measured, or if it means nothing or has no interval

  bool operator==(const HistoryCell&) const = default;
};

struct HistoryRecord {
  std::string commit;     // hexadecimal, or a name
  std::string subject;    // first line of its message; may be empty
  std::string date;       // ISO 8601; records are put in the order of it
  std::string reference;  // commit or tag of the pinned build
  std::string machine;    // see machine_text()
  std::vector<HistoryCell> cells;

  bool operator==(const HistoryRecord&) const = default;
};

// What a comparison does not know of the commit. An empty text is replaced by what it does know: the head's
// commit, the date of the comparison, the base's commit.
struct MeasuredCommit {
  std::string commit, subject, date, reference;
};

// Processor, usable CPUs, kernel and compiler in one line, as far as they are known.
std::string machine_text(const Comparison& comparison);

// The base of the comparison is the reference. A cell keeps its verdict without a ratio if it was not
// measured, if it failed, or if base against base differed, too; otherwise the verdict is that of its wall
// time. Throws HistoryError if commit or reference are not known or the date is none.
HistoryRecord record_of(const Comparison& comparison, const MeasuredCommit& commit);

// One line without its end. Bytes that are no UTF-8 become U+FFFD. Throws std::invalid_argument for a ratio
// that is not finite or not above 0: it could not be read again.
std::string json_line(const HistoryRecord& record);

// Throws TornLine or HistoryError, without a place.
HistoryRecord record_of_line(std::string_view line);

}  // namespace parallax::reports::gate

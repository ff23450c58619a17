// SPDX-License-Identifier: MIT
//
// Subjects that cost what they are said to cost, for plans and overviews.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "benches/harness/cell.hpp"
#include "benches/harness/planning/plan.hpp"
#include "benches/harness/protocol.hpp"
#include "benches/harness/subject.hpp"

namespace parallax {

struct Played final : Subject {
  std::string work, strategy, place;  // place: the folder
  double serial = 0.001;              // seconds of one iteration of one worker
  double slowness = 1;                // of this strategy, beside perfect scaling
  double waits = 0;                   // seconds of an iteration with one worker that are waiting
  std::size_t bytes = 0;
  bool fails = false, launched = false;
  double told_share = 1;  // of the waiting that the kernel knows before

  std::string_view kernel() const override { return work; }
  std::string_view runtime() const override { return strategy; }
  std::string_view folder() const override { return place; }
  bool needs_launcher() const override { return launched; }
  std::optional<Case> reference(const Case& parameters) const override { return parameters; }
  std::size_t bytes_per_item(const Case&) const override { return bytes; }
  std::chrono::nanoseconds least_time(const Case&, int workers) const override {
    return std::chrono::nanoseconds(static_cast<std::int64_t>(told_share * waits * 1e9 / workers));
  }
  Measurement measure(const Order&, const ConductorLink&) const override { return {}; }
};

inline const Played& played(const Cell& cell) { return dynamic_cast<const Played&>(*cell.subject); }

inline SerialRun serial_of(const Cell& cell) {
  return serial_run(cell, played(cell).serial, played(cell).serial - played(cell).waits);
}

}  // namespace parallax

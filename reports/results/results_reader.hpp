// SPDX-License-Identifier: MIT
// A result file while it is read: which part of it one is in, and whom that is told.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/results/cell_collector.hpp"
#include "reports/results/context_reader.hpp"
#include "reports/results/json_events.hpp"
#include "reports/results/result_row.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports {

class ResultsReader final : public JsonEvents {
 public:
  explicit ResultsReader(const std::string& file) : file_(file) {}

  void key(std::string_view name) override;
  void scalar(const JsonScalar& value) override;
  void open(JsonKind kind) override;
  void close() override;

  // Once the file is read. Throws ResultsError if a part is missing.
  Results take();

 private:
  enum class Part { unknown, context, benchmarks };

  // How many arrays and objects are open, as seen from what stands in them.
  static constexpr int top = 0, parts = 1, rows = 2, fields = 3;

  void check_kind(JsonKind kind);
  void check_schema() const;

  const std::string file_;
  int depth_ = top;
  Part part_ = Part::unknown;
  bool has_context_ = false, has_benchmarks_ = false;
  Source source_{file_, {}};
  ContextReader context_{file_};
  std::size_t next_row_ = 0;
  ResultRow row_;
  CellCollector cells_{file_};
};

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
#include "reports/results/results_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "reports/results/excerpt.hpp"

namespace parallax::reports {
namespace {

constexpr std::string_view schema = "1";
constexpr std::string_view unknown_place = "where this was measured, nothing tells";

}  // namespace

void ResultsReader::key(std::string_view name) {
  if (depth_ == parts) {
    part_ = name == "context" ? Part::context : name == "benchmarks" ? Part::benchmarks : Part::unknown;
    if (part_ == Part::unknown) return;
    if (!std::exchange(part_ == Part::context ? has_context_ : has_benchmarks_, true)) return;
    const bool is_context = part_ == Part::context;
    source_.remarks.push_back(fmt::format("{}: \"{}\" occurs twice; {}", file_, name,
                                          is_context ? "the second is left out" : "both are shown"));
    if (is_context) part_ = Part::unknown;
  } else if (part_ == Part::context) {
    context_.key(name);
  } else if (part_ == Part::benchmarks && depth_ == fields) {
    row_.key(name);
  }
}

void ResultsReader::scalar(const JsonScalar& value) {
  check_kind(value.kind);
  if (part_ == Part::context && depth_ > parts)
    context_.scalar(value);
  else if (part_ == Part::benchmarks && depth_ == fields)
    row_.value(value);
  else if (part_ == Part::benchmarks && depth_ == rows)
    cells_.add(row_);
}

void ResultsReader::open(JsonKind kind) {
  check_kind(kind);
  if (part_ == Part::context && depth_ > parts)
    context_.open(kind);
  else if (part_ == Part::benchmarks && depth_ == fields)
    row_.nested(kind);
  ++depth_;
}

void ResultsReader::close() {
  --depth_;
  if (part_ == Part::context && depth_ > parts) {
    context_.close();
  } else if (part_ == Part::context && depth_ == parts) {
    source_.context = context_.take();
    check_schema();
  } else if (part_ == Part::benchmarks && depth_ == rows) {
    cells_.add(row_);
  }
}

// Of what begins now, where only one kind will do.
void ResultsReader::check_kind(JsonKind kind) {
  if (depth_ == top && kind != JsonKind::object)  // perhaps a line that stands before it
    throw JsonError(fmt::format("{}: holds {}, expected an object with \"context\" and \"benchmarks\"", file_,
                                kind_name(kind)));
  if (depth_ == parts && part_ == Part::context && kind != JsonKind::object) {
    source_.remarks.push_back(
        fmt::format("{}: \"context\" is {}, expected an object; {}", file_, kind_name(kind), unknown_place));
    part_ = Part::unknown;
  }
  if (depth_ == parts && part_ == Part::benchmarks && kind != JsonKind::array)
    throw ResultsError(fmt::format("{}: \"benchmarks\" is {}, expected an array", file_, kind_name(kind)));
  if (depth_ == rows && part_ == Part::benchmarks) {
    row_.begin(next_row_++, kind);
  }
}

// Of what `bench` writes; other programs may mean another thing by the word.
void ResultsReader::check_schema() const {
  if (const auto found = source_["schema"]; !source_["parallax"].empty() && !found.empty() && found != schema)
    throw ResultsError(
        fmt::format("{}: has schema {}, this program reads schema {}", file_, excerpt(found), schema));
}

Results ResultsReader::take() {
  if (!has_benchmarks_) throw ResultsError(fmt::format("{}: \"benchmarks\" is missing", file_));
  if (!has_context_)
    source_.remarks.push_back(fmt::format("{}: \"context\" is missing; {}", file_, unknown_place));
  for (auto& remark : context_.take_remarks()) source_.remarks.push_back(std::move(remark));
  Results results;
  results.cells = cells_.take(source_);
  results.sources.push_back(std::move(source_));
  return results;
}

}  // namespace parallax::reports

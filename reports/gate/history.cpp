// SPDX-License-Identifier: MIT
#include "reports/gate/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "reports/gate/instant.hpp"
#include "reports/results/excerpt.hpp"

namespace parallax::reports::gate {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr int deepest_record = 8;  // what is known needs three; what is not may have some more

bool is_usable(double value) { return std::isfinite(value) && value > 0; }

bool is_usable(const HistoryRatio& ratio) {
  return is_usable(ratio.value) && is_usable(ratio.low) && is_usable(ratio.high) &&
         ratio.low <= ratio.value && ratio.value <= ratio.high;
}

bool means_nothing(Verdict verdict) { return verdict == Verdict::error || verdict == Verdict::invalid; }

HistoryCell cell_of(const CellOutcome& outcome) {
  HistoryCell cell{outcome.name, outcome.verdict, {}};
  const auto wall = std::find_if(outcome.metrics.begin(), outcome.metrics.end(),
                                 [](const MetricOutcome& one) { return one.metric == Metric::wall; });
  // A wrong answer is no time, whatever was measured of it.
  if (outcome.verdict == Verdict::error || wall == outcome.metrics.end()) return cell;
  cell.verdict = wall->verdict;
  const auto& interval = wall->ratio.interval();
  if (means_nothing(wall->verdict) || !interval) return cell;
  const HistoryRatio ratio{wall->ratio.point(), interval->low, interval->high, wall->pairs};
  if (is_usable(ratio)) cell.ratio = ratio;
  return cell;
}

OrderedJson json_of(const HistoryCell& cell) {
  OrderedJson json{{"name", cell.name}, {"verdict", verdict_key(cell.verdict)}, {"ratio", nullptr}};
  if (!cell.ratio) return json;
  if (!is_usable(*cell.ratio)) throw std::invalid_argument("history: a ratio is not finite or not above 0");
  json["ratio"] = cell.ratio->value;
  json["low"] = cell.ratio->low;
  json["high"] = cell.ratio->high;
  json["pairs"] = cell.ratio->pairs;
  return json;
}

// Every look at a value says what is wrong with it, if anything.
const Json& member(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) throw HistoryError(fmt::format("\"{}\" is missing", key));
  return *found;
}

std::string text_in(const Json& object, const char* key) {
  const auto& value = member(object, key);
  if (!value.is_string()) throw HistoryError(fmt::format("\"{}\" is no text", key));
  return value.get<std::string>();
}

std::string some_text_in(const Json& object, const char* key) {
  auto text = text_in(object, key);
  if (text.empty()) throw HistoryError(fmt::format("\"{}\" is empty", key));
  return text;
}

double number_in(const Json& object, const char* key) {
  const auto& value = member(object, key);
  if (!value.is_number()) throw HistoryError(fmt::format("\"{}\" is no number", key));
  return value.get<double>();
}

HistoryCell cell_in(const Json& json) {
  if (!json.is_object()) throw HistoryError("a cell is no object");
  HistoryCell cell{some_text_in(json, "name"), Verdict::left_out, {}};
  const auto called = [&] { return fmt::format("cell \"{}\": ", excerpt(cell.name)); };
  try {
    cell.verdict = verdict_of_key(text_in(json, "verdict"));
    if (member(json, "ratio").is_null()) return cell;
    const HistoryRatio ratio{number_in(json, "ratio"), number_in(json, "low"), number_in(json, "high"), 0};
    if (!is_usable(ratio)) throw HistoryError("the ratio is not above 0 and within its interval");
    const auto& pairs = member(json, "pairs");
    if (!pairs.is_number_unsigned()) throw HistoryError("\"pairs\" is no count");
    cell.ratio = ratio;
    cell.ratio->pairs = pairs.get<std::size_t>();
    return cell;
  } catch (const HistoryError& error) {
    throw HistoryError(called() + error.what());
  } catch (const std::invalid_argument& error) {
    throw HistoryError(called() + excerpt(error.what()));
  }
}

// Where reading stops behind the last character, more was to come.
Json parsed(std::string_view line) {
  try {
    return Json::parse(line, [](int depth, Json::parse_event_t, const Json&) {
      if (depth > deepest_record) throw HistoryError("nested deeper than any history's line");
      return true;
    });
  } catch (const Json::parse_error& error) {
    if (error.byte > line.size()) throw TornLine("the line ends in the middle: its writing was interrupted");
    throw HistoryError(fmt::format("no JSON at character {}", error.byte));
  } catch (const Json::exception&) {
    throw HistoryError("a number is too large");
  }
}

}  // namespace

std::string machine_text(const Comparison& comparison) {
  std::string text;
  const auto add = [&](const char* key, const char* suffix) {
    const auto found = std::find_if(comparison.machine.begin(), comparison.machine.end(),
                                    [&](const auto& fact) { return fact.first == key; });
    if (found == comparison.machine.end() || found->second.empty()) return;
    text += fmt::format("{}{}{}", text.empty() ? "" : ", ", found->second, suffix);
  };
  add("cpu_model", "");
  add("usable_cpus", " CPUs");
  add("kernel", "");
  add("compiler", "");
  return text;
}

HistoryRecord record_of(const Comparison& comparison, const MeasuredCommit& commit) {
  const auto known = [](const std::string& given, const std::string& otherwise) {
    return given.empty() ? otherwise : given;
  };
  HistoryRecord record{known(commit.commit, comparison.head.commit),
                       commit.subject,
                       known(commit.date, comparison.date),
                       known(commit.reference, comparison.base.commit),
                       machine_text(comparison),
                       {}};
  if (record.commit.empty()) throw HistoryError("the commit that was measured is not known");
  if (record.reference.empty()) throw HistoryError("the commit of the reference is not known");
  if (!instant_of(record.date))
    throw HistoryError(fmt::format("\"{}\" is no ISO 8601 date", excerpt(record.date)));
  for (const auto& outcome : comparison.cells) record.cells.push_back(cell_of(outcome));
  return record;
}

std::string json_line(const HistoryRecord& record) {
  OrderedJson json{{"schema", history_schema}, {"commit", record.commit},       {"subject", record.subject},
                   {"date", record.date},      {"reference", record.reference}, {"machine", record.machine},
                   {"cells", Json::array()}};
  for (const auto& cell : record.cells) json["cells"].push_back(json_of(cell));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

HistoryRecord record_of_line(std::string_view line) {
  const auto json = parsed(line);
  if (!json.is_object()) throw HistoryError("the line is no object");
  const auto& schema = member(json, "schema");
  if (schema != history_schema)
    throw HistoryError(
        fmt::format("schema {}, this program reads {}", excerpt(schema.dump()), history_schema));
  HistoryRecord record{some_text_in(json, "commit"), json.contains("subject") ? text_in(json, "subject") : "",
                       text_in(json, "date"),        some_text_in(json, "reference"),
                       text_in(json, "machine"),     {}};
  if (!instant_of(record.date))
    throw HistoryError(fmt::format("\"{}\" is no ISO 8601 date", excerpt(record.date)));
  const auto& cells = member(json, "cells");
  if (!cells.is_array()) throw HistoryError("\"cells\" is no list");
  std::unordered_set<std::string> names;
  for (const auto& one : cells) {
    record.cells.push_back(cell_in(one));
    if (const auto& name = record.cells.back().name; !names.insert(name).second)
      throw HistoryError(fmt::format("cell \"{}\" occurs twice", excerpt(name)));
  }
  return record;
}

}  // namespace parallax::reports::gate

// SPDX-License-Identifier: MIT
// Reading. Every key must be there once and no other, so that a misspelt one is a mistake and no default.
#include <charconv>
#include <set>
#include <system_error>

#include "reports/gate/input_text.hpp"
#include "reports/gate/json_value.hpp"
#include "reports/results/file_kind.hpp"

namespace parallax::reports::gate {
namespace {

using Json = nlohmann::json;

constexpr int deepest_comparison = 8;  // of a comparison it is 6

template <class Word, std::size_t N, class Name>
Word word_of(const JsonValue& value, const Word (&all)[N], Name name) {
  const auto text = value.text();
  for (const auto one : all)
    if (name(one) == text) return one;
  value.fail("is " + in_quotes(text) + ", which is none of the known words");
}

Verdict verdict_of(const JsonValue& value) {
  try {
    return verdict_of_key(value.text());
  } catch (const std::invalid_argument&) {
    value.fail("no verdict is called " + in_quotes(value.text()));
  }
}

Estimate estimate_of(const JsonValue& value) {
  value.has_only({"value", "interval", "warnings"});
  const auto point = value["value"].not_negative();
  const auto interval = value["interval"];
  if (interval.is_null()) {
    Estimate it(point, NoInterval{"the file has no interval"});
    for (auto& warning : value["warnings"].texts()) it.warn(std::move(warning));
    return it;
  }
  interval.has_only({"low", "high", "confidence"});
  const Interval ends{interval["low"].not_negative(), interval["high"].not_negative(),
                      interval["confidence"].not_negative()};
  if (ends.low > ends.high) interval.fail("ends before it begins");
  return {point, ends, value["warnings"].texts()};
}

Program program_of(const JsonValue& value) {
  value.has_only({"file", "arguments", "text_hash", "commit"});
  return {value["file"].text(), value["arguments"].texts(), value["text_hash"].text(),
          value["commit"].text()};
}

MetricOutcome outcome_of(const JsonValue& value) {
  value.has_only({"metric", "verdict", "stage", "pairs", "slower", "ties", "base", "head", "ratio",
                  "threshold", "p", "control", "detectable80", "detectable95"});
  MetricOutcome it;
  it.metric = word_of(value["metric"], {Metric::wall, Metric::cpu, Metric::memory}, metric_name);
  it.verdict = verdict_of(value["verdict"]);
  it.stage = value["stage"].integer<int>(1, 2);
  it.pairs = value["pairs"].integer<std::size_t>();
  it.slower = value["slower"].integer<std::size_t>(0, it.pairs);
  it.ties = value["ties"].integer<std::size_t>(0, it.pairs);
  it.base = value["base"].not_negative();
  it.head = value["head"].not_negative();
  it.ratio = estimate_of(value["ratio"]);
  it.threshold = value["threshold"].not_negative();
  it.p = value["p"].optional();
  if (const auto control = value["control"]; !control.is_null()) it.control = estimate_of(control);
  it.detectable80 = value["detectable80"].optional();
  it.detectable95 = value["detectable95"].optional();
  return it;
}

CellOutcome cell_of(const JsonValue& value) {
  value.has_only({"name", "verdict", "reason", "iterations", "metrics", "warnings"});
  return {value["name"].text(),
          verdict_of(value["verdict"]),
          value["reason"].text(),
          value["iterations"].integer<std::int64_t>(),
          value["metrics"].list(outcome_of),
          value["warnings"].texts()};
}

Visit visit_of(const JsonValue& value, std::size_t cells) {
  value.has_only({"cell", "stage", "round", "slot", "arm", "started", "wall", "cpu", "memory", "stolen",
                  "throttled", "excluded", "failure"});
  Visit it;
  it.cell = value["cell"].integer<std::size_t>();
  if (it.cell >= cells) value["cell"].fail(fmt::format("is {}, but there are {} cells", it.cell, cells));
  it.stage = value["stage"].integer<int>(1, 2);
  it.round = value["round"].integer<std::size_t>();
  it.slot = value["slot"].integer<int>();
  it.arm = word_of(value["arm"], {Arm::base, Arm::head, Arm::control}, arm_name);
  it.started = value["started"].not_negative();
  it.wall = value["wall"].times();
  it.cpu = value["cpu"].times();
  it.memory = value["memory"].not_negative();
  it.stolen = value["stolen"].not_negative();
  it.throttled = value["throttled"].boolean();
  it.excluded = value["excluded"].boolean();
  it.failure = value["failure"].text();
  return it;
}

std::uint64_t seed_of(const JsonValue& value) {
  const auto text = value.text();
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (text.empty() || error != std::errc() || end != text.data() + text.size())
    value.fail("is " + in_quotes(text) + ", which is no number of 64 bits");
  return seed;
}

Comparison comparison_of(const JsonValue& value) {
  if (const auto schema = value["schema"]; schema.integer<int>() != comparison_schema)
    schema.fail(fmt::format("is {}, and only {} is known", schema.integer<int>(), comparison_schema));
  value.has_only({"schema", "exit", "headline", "date", "command", "base", "head", "machine", "seed",
                  "seconds", "budget", "family_error", "strict", "allow_removed", "incomplete", "notes",
                  "cells", "visits"});
  value["exit"].integer<int>(passed, failed);
  value["headline"].text();
  Comparison it;
  it.date = value["date"].text();
  it.command = value["command"].text();
  it.base = program_of(value["base"]);
  it.head = program_of(value["head"]);
  it.machine = value["machine"].list([](const JsonValue& fact) {
    fact.has_only({"name", "value"});
    return std::pair(fact["name"].text(), fact["value"].text());
  });
  it.seed = seed_of(value["seed"]);
  it.seconds = value["seconds"].not_negative();
  it.budget = value["budget"].not_negative();
  it.family_error = value["family_error"].not_negative();
  it.strict = value["strict"].boolean();
  it.allow_removed = value["allow_removed"].boolean();
  it.incomplete = value["incomplete"].text();
  it.notes = value["notes"].texts();
  it.cells = value["cells"].list(cell_of);
  it.visits = value["visits"].list([&](const JsonValue& visit) { return visit_of(visit, it.cells.size()); });
  return it;
}

// Keeps the parser from what it would accept in silence: a key twice, and nesting without end.
class Watch {
 public:
  explicit Watch(const std::string& file) : file_(file) {}

  const std::string& last_key() const { return last_key_; }

  bool operator()(int depth, Json::parse_event_t event, const Json& value) {
    if (depth > deepest_comparison)
      throw ComparisonError(file_ + ": is nested too deeply to be a comparison");
    if (event == Json::parse_event_t::object_start) keys_.emplace_back();
    if (event == Json::parse_event_t::object_end) keys_.pop_back();
    if (event == Json::parse_event_t::key) {
      last_key_ = value.get_ref<const std::string&>();
      if (!keys_.back().insert(last_key_).second)
        throw ComparisonError(
            fmt::format("{}: the key {} stands twice in one object", file_, in_quotes(last_key_)));
    }
    return true;
  }

 private:
  const std::string& file_;
  std::vector<std::set<std::string>> keys_;
  std::string last_key_;
};

// "12:7" of the byte with that number, counted from 1.
std::string place_of(std::string_view text, std::size_t byte) {
  const auto before = text.substr(0, byte > 0 ? byte - 1 : 0);
  const auto newline = before.rfind('\n');
  const auto column = newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
  return fmt::format("{}:{}", 1 + std::count(before.begin(), before.end(), '\n'), column);
}

}  // namespace

Comparison comparison_of_json(std::string_view text, const std::string& file) {
  Watch watch(file);
  Json document;
  try {
    document = Json::parse(text.begin(), text.end(), std::ref(watch));
  } catch (const Json::parse_error& error) {
    throw ComparisonError(fmt::format("{}:{}: is no JSON, or is cut off: after the key {}", file,
                                      place_of(text, error.byte), in_quotes(watch.last_key())));
  } catch (const Json::exception&) {
    throw ComparisonError(fmt::format("{}: {}: a number is too large", file, watch.last_key()));
  }
  return comparison_of(JsonValue(document, file, ""));
}

Comparison read_comparison(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::status(file, error).type() == std::filesystem::file_type::not_found)
    throw ComparisonError(
        fmt::format("{}: there is no such file; gate BASE HEAD --json=FILE writes one", file.string()));
  std::string text;
  try {
    text = input_text(file);
  } catch (const InputError& unreadable) {
    throw ComparisonError(unreadable.what());
  }
  const auto kind = kind_of_text(text);
  if (kind == FileKind::empty)
    throw ComparisonError(
        fmt::format("{}: is empty; gate BASE HEAD --json=FILE writes a comparison", file.string()));
  try {
    return comparison_of_json(text, file.string());
  } catch (const ComparisonError&) {
    const auto why = wrong_kind_text(file, FileKind::comparison, kind);
    if (!why.empty()) throw ComparisonError(why);
    throw;
  }
}

}  // namespace parallax::reports::gate

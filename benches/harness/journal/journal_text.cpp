// SPDX-License-Identifier: MIT
#include "benches/harness/journal/journal_text.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "benches/harness/row_counters.hpp"

namespace parallax {
namespace {

using Json = nlohmann::ordered_json;

constexpr int version = 1;

constexpr std::array statuses{Status::wrong, Status::crashed, Status::timed_out, Status::not_supported};

// In ASCII: what is no UTF-8 (a file name may be anything) becomes a sign for that.
std::string line(const Json& json) { return json.dump(-1, ' ', true, Json::error_handler_t::replace) + '\n'; }

std::vector<std::string> as_written(const std::vector<std::string>& words) {
  return Json::parse(line(words)).get<std::vector<std::string>>();
}

Json row_of(const RecordedRun& run, const Cell& cell, Repetition repetition) {
  Json row{{"name", run.cell},
           {"run_name", run.cell},
           {"run_type", "iteration"},
           {"repetitions", repetition.planned},
           {"repetition_index", repetition.index},
           {"threads", 1},
           {"iterations", run.iterations}};
  if (run.outcome.status != Status::value) {
    row["error_occurred"] = true;
    row["error_message"] = run.outcome.text();
    return row;
  }
  const Measurement& measured = run.outcome.measurement;
  const auto iterations = static_cast<double>(run.iterations);
  row["real_time"] = measured.seconds / iterations * 1e9;
  row["cpu_time"] = measured.cpu_seconds / iterations * 1e9;
  row["time_unit"] = "ns";
  const auto add_rate = [&](const char* name, std::int64_t per_iteration) {
    if (per_iteration > 0) row[name] = static_cast<double>(per_iteration) * iterations / measured.seconds;
  };
  add_rate("items_per_second", items_of(cell));
  add_rate("bytes_per_second", bytes_of(cell));
  for (const RowCounter& counter : row_counters(cell, run.outcome, run.iterations))
    row[counter.name] = counter.value;
  if (const std::string_view note = measured.note; !note.empty()) row["label"] = printable(note);
  return row;
}

Outcome failure_of(const std::string& text) {
  for (const Status status : statuses) {
    const std::string begin = std::string(status_text(status)) + ": ";
    if (text.rfind(begin, 0) == 0) return {status, text.substr(begin.size()), {}};
  }
  return {Status::crashed, text, {}};
}

Outcome outcome_of(const Json& row, double iterations) {
  if (row.value("error_occurred", false)) return failure_of(row.value("error_message", ""));
  Outcome outcome;
  Measurement& measured = outcome.measurement;
  measured.seconds = row.at("real_time").get<double>() * iterations / 1e9;
  measured.cpu_seconds = row.at("cpu_time").get<double>() * iterations / 1e9;
  measured.start_seconds = row.at("start");
  measured.stop_seconds = row.at("stop");
  measured.context_switches = row.at("switches").get<double>() * iterations;
  measured.pss_bytes = row.at("pss");
  if (row.contains("foreign_load")) outcome.foreign_load = row["foreign_load"].get<double>();
  measured.note = std::string_view(row.value("label", ""));
  static const std::set<std::string> no_counters{"repetitions",
                                                 "repetition_index",
                                                 "threads",
                                                 "iterations",
                                                 "real_time",
                                                 "cpu_time",
                                                 "start",
                                                 "stop",
                                                 "switches",
                                                 "pss",
                                                 "foreign_load",
                                                 "cpu_per_gb",
                                                 "items_per_second",
                                                 "bytes_per_second"};
  auto next = measured.counters.begin();
  for (const auto& [name, value] : row.items()) {
    if (!value.is_number() || no_counters.count(name) != 0 || next == measured.counters.end()) continue;
    next->name = std::string_view(name);
    next++->value = value;
  }
  return outcome;
}

}  // namespace

std::string line_of(const RunFacts& facts) {
  Json context = Json::object();
  for (const auto& [key, value] : facts.context) context[key] = value;
  return line({{"journal", version},
               {"program", facts.program},
               {"arguments", facts.arguments},
               {"environment", facts.environment},
               {"seed", facts.seed},
               {"replaces", facts.replaces},
               {"context", context}});
}

std::string line_of(const RecordedRun& run, const Cell& cell, Repetition repetition) {
  return line(
      {{"trial", run.is_trial}, {"took_s", run.took_seconds}, {"row", row_of(run, cell, repetition)}});
}

std::optional<RunFacts> facts_of(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    if (json.at("journal") != version) return {};
    RunFacts facts{.program = json.at("program"),
                   .arguments = json.at("arguments"),
                   .environment = json.at("environment"),
                   .context = {},
                   .seed = json.at("seed"),
                   .replaces = json.at("replaces")};
    for (const auto& [key, value] : json.at("context").items()) facts.context.emplace_back(key, value);
    return facts;
  } catch (const Json::exception&) {
    return {};
  }
}

std::optional<RecordedRun> run_of(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    const Json& row = json.at("row");
    RecordedRun run{.cell = row.at("name"),
                    .iterations = row.at("iterations"),
                    .outcome = {},
                    .took_seconds = json.at("took_s"),
                    .is_trial = json.at("trial")};
    run.outcome = outcome_of(row, static_cast<double>(run.iterations));
    return run;
  } catch (const Json::exception&) {
    return {};
  }
}

RunFacts as_read(RunFacts facts) {
  facts.arguments = as_written(facts.arguments);
  facts.environment = as_written(facts.environment);
  for (auto& [key, value] : facts.context) value = as_written({value}).front();
  return facts;
}

}  // namespace parallax

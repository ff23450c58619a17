// SPDX-License-Identifier: MIT
// Reading result files: every value is checked before it is used, and a mistake is told with its row and key.
#include "reports/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <system_error>
#include <unordered_map>

#include "reports/json_document.hpp"

namespace parallax::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schema = "1";

// A thousand times the usual. Stops a device that never ends before the memory does.
constexpr std::size_t largest_file = 256 << 20;

// Numbers of a row that describe the run and not what was measured.
constexpr std::array<std::string_view, 8> not_counters{"family_index", "per_family_instance_index",
                                                       "repetitions",  "repetition_index",
                                                       "threads",      "iterations",
                                                       "real_time",    "cpu_time"};

double seconds_per(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 4> units{
      {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}}};
  for (const auto& [name, seconds] : units)
    if (name == unit) return seconds;
  return 0;
}

// One row of "benchmarks", with the words to say what is wrong with it.
class Row {
 public:
  Row(const Json& json, std::size_t index, const std::string& file)
      : json_(json), place_(fmt::format("{}: benchmarks[{}]", file, index)) {
    if (!json.is_object()) fail(fmt::format("is {}, expected an object", json.type_name()));
    place_ += fmt::format(" ({})", text("name"));
  }

  [[noreturn]] void fail(const std::string& what) const { throw ResultsError(place_ + ": " + what); }

  std::string text(const char* key) const {
    const auto& value = at(key);
    if (!value.is_string()) fail(fmt::format("\"{}\" is {}, expected text", key, value.type_name()));
    return value.get<std::string>();
  }

  std::string text_or(const char* key, const char* otherwise) const {
    return json_.contains(key) ? text(key) : otherwise;
  }

  double time(const char* key) const {
    const auto& value = at(key);
    if (value.is_null()) fail(fmt::format("\"{}\" is not a number (NaN, infinity or null)", key));
    if (!value.is_number()) fail(fmt::format("\"{}\" is {}, expected a number", key, value.type_name()));
    const auto number = value.get<double>();
    if (!(number >= 0)) fail(fmt::format("\"{}\" is {}, and no time is negative", key, number));
    return number;
  }

  bool flag(const char* key) const {
    if (!json_.contains(key)) return false;
    if (!json_[key].is_boolean())
      fail(fmt::format("\"{}\" is {}, expected true or false", key, json_[key].type_name()));
    return json_[key].get<bool>();
  }

  const Json& json() const { return json_; }

 private:
  const Json& at(const char* key) const {
    if (!json_.contains(key)) fail(fmt::format("\"{}\" is missing", key));
    return json_[key];
  }

  const Json& json_;
  std::string place_;
};

void add_repetition(const Row& row, Cell& cell) {
  if (row.flag("error_occurred")) {
    cell.errors.push_back(row.text_or("error_message", "failed: no reason given"));
    return;
  }
  if (row.flag("skipped")) {  // Google Benchmark 1.8 tells skipping from failing
    cell.errors.push_back("not supported: " + row.text_or("skip_message", "no reason given"));
    return;
  }
  const auto unit = row.text_or("time_unit", "ns");
  const auto scale = seconds_per(unit);
  if (scale == 0) row.fail(fmt::format("\"time_unit\" is \"{}\", expected ns, us, ms or s", unit));
  cell.seconds.push_back(row.time("real_time") * scale);
  cell.cpu_seconds.push_back(row.time("cpu_time") * scale);
  for (const auto& [key, value] : row.json().items())
    if (value.is_number() && std::find(not_counters.begin(), not_counters.end(), key) == not_counters.end())
      cell.counters[key].push_back(value.get<double>());
}

std::vector<Cell> read_cells(const Json& rows, const std::string& file) {
  std::vector<Cell> cells;
  std::unordered_map<std::string, std::size_t> known;
  std::size_t index = 0;
  for (const auto& json : rows) {
    const Row row(json, index++, file);
    const auto type = row.text_or("run_type", json.contains("aggregate_name") ? "aggregate" : "iteration");
    if (type == "aggregate") continue;
    if (type != "iteration")
      row.fail(fmt::format("\"run_type\" is \"{}\", expected iteration or aggregate", type));
    const auto name = row.text("name");
    const auto [where, is_new] = known.try_emplace(name, cells.size());
    if (is_new) {
      cells.emplace_back();
      cells.back().name = name;
      cells.back().id = parse_cell_name(name);
    }
    add_repetition(row, cells[where->second]);
  }
  if (rows.empty()) throw ResultsError(file + ": no benchmark ran; does the filter match any?");
  if (cells.empty())
    throw ResultsError(file + ": holds aggregates only; run without --benchmark_report_aggregates_only");
  return cells;
}

// Lists and objects of the context in one line: numbers in a row, or "Data level 1 ...".
std::string context_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) {
    std::string text;
    for (const auto& item : value) text += (text.empty() ? "" : "; ") + context_text(item);
    return text;
  }
  if (value.is_object()) {
    std::string text;
    for (const auto& [key, item] : value.items())
      text += (text.empty() ? "" : ", ") + key + ' ' + context_text(item);
    return text;
  }
  if (value.is_number_float()) return fmt::format("{:.6g}", value.get<double>());
  return value.dump();
}

std::vector<ContextEntry> read_context(const Json& document, const std::string& file) {
  std::vector<ContextEntry> context;
  if (!document.contains("context")) throw ResultsError(fmt::format("{}: \"context\" is missing", file));
  const auto& json = document["context"];
  if (!json.is_object())
    throw ResultsError(fmt::format("{}: \"context\" is {}, expected an object", file, json.type_name()));
  for (const auto& [key, value] : json.items()) context.push_back({key, context_text(value)});
  return context;
}

}  // namespace

std::string_view Source::operator[](std::string_view key) const {
  for (const auto& entry : context)
    if (entry.key == key) return entry.value;
  return {};
}

Results parse_results(const std::string& text, const std::string& file) {
  const auto document = parse_json(text, file);
  if (!document.is_object())
    throw ResultsError(fmt::format("{}: holds {}, expected an object with \"context\" and \"benchmarks\"",
                                   file, document.type_name()));
  Source source{file, read_context(document, file)};
  if (const auto found = source["schema"]; !found.empty() && found != schema)
    throw ResultsError(fmt::format("{}: has schema {}, this program reads schema {}", file, found, schema));
  if (!document.contains("benchmarks"))
    throw ResultsError(fmt::format("{}: \"benchmarks\" is missing", file));
  const auto& rows = document["benchmarks"];
  if (!rows.is_array())
    throw ResultsError(fmt::format("{}: \"benchmarks\" is {}, expected an array", file, rows.type_name()));
  Results results;
  results.cells = read_cells(rows, file);
  results.sources.push_back(std::move(source));
  return results;
}

Results read_results(const std::filesystem::path& file) {
  const auto fail = [&](const std::string& why) {
    throw ResultsError(fmt::format("{}: cannot be read: {}", file.string(), why));
  };
  const auto reason = [](int error) { return std::generic_category().message(error); };
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) fail(reason(EISDIR));
  std::ifstream in(file, std::ios::binary);
  if (!in) fail(reason(errno));
  std::string text;
  std::array<char, 1 << 16> block;
  while (in.read(block.data(), block.size()), in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > largest_file) fail("larger than any result file");
  }
  if (in.bad()) fail(reason(EIO));
  return parse_results(text, file.string());
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
// Writing. A line for each cell and each visit, so that a text tool can count them.
#include "reports/gate/comparison_json.hpp"

#include <nlohmann/json.hpp>

namespace parallax::reports::gate {
namespace {

using OrderedJson = nlohmann::ordered_json;

// One line, with U+FFFD for what is no UTF-8. Digits are those that give the same number again.
std::string line(const OrderedJson& json) {
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

OrderedJson optional(const std::optional<double>& value) {
  return value ? OrderedJson(*value) : OrderedJson(nullptr);
}

OrderedJson estimate(const Estimate& it) {
  OrderedJson interval = nullptr;
  if (const auto& ends = it.interval())
    interval = OrderedJson{{"low", ends->low}, {"high", ends->high}, {"confidence", ends->confidence}};
  return {{"value", it.point()}, {"interval", interval}, {"warnings", it.warnings()}};
}

OrderedJson program(const Program& it) {
  return {{"file", it.file}, {"arguments", it.arguments}, {"text_hash", it.text_hash}, {"commit", it.commit}};
}

OrderedJson outcome(const MetricOutcome& it) {
  return {{"metric", metric_name(it.metric)},
          {"verdict", verdict_key(it.verdict)},
          {"stage", it.stage},
          {"pairs", it.pairs},
          {"slower", it.slower},
          {"ties", it.ties},
          {"base", it.base},
          {"head", it.head},
          {"ratio", estimate(it.ratio)},
          {"threshold", it.threshold},
          {"p", optional(it.p)},
          {"control", it.control ? estimate(*it.control) : OrderedJson(nullptr)},
          {"detectable80", optional(it.detectable80)},
          {"detectable95", optional(it.detectable95)}};
}

OrderedJson cell(const CellOutcome& it) {
  auto metrics = OrderedJson::array();
  for (const auto& one : it.metrics) metrics.push_back(outcome(one));
  return {{"name", it.name},     {"verdict", verdict_key(it.verdict)},
          {"reason", it.reason}, {"iterations", it.iterations},
          {"metrics", metrics},  {"warnings", it.warnings}};
}

OrderedJson visit(const Visit& it) {
  return {{"cell", it.cell},           {"stage", it.stage},
          {"round", it.round},         {"slot", it.slot},
          {"arm", arm_name(it.arm)},   {"started", it.started},
          {"wall", it.wall},           {"cpu", it.cpu},
          {"memory", it.memory},       {"stolen", it.stolen},
          {"throttled", it.throttled}, {"excluded", it.excluded},
          {"failure", it.failure}};
}

// Pairs as an object would lose their order in some readers, and equal names.
OrderedJson facts(const std::vector<std::pair<std::string, std::string>>& machine) {
  auto all = OrderedJson::array();
  for (const auto& [name, value] : machine) all.push_back(OrderedJson{{"name", name}, {"value", value}});
  return all;
}

template <class Each, class Write>
std::string lines_of(const std::vector<Each>& all, Write write) {
  std::string text = "[";
  for (const auto& one : all) text += (text.size() > 1 ? ",\n" : "\n") + line(write(one));
  return text + (all.empty() ? "]" : "\n]");
}

}  // namespace

// The seed is a text because many readers have no integers of 64 bits. "exit" and "headline" follow from the
// rest, for readers that would not want to compute them.
std::string to_json(const Comparison& it) {
  const std::pair<const char*, std::string> parts[] = {{"schema", line(comparison_schema)},
                                                       {"exit", line(static_cast<int>(exit_of(it)))},
                                                       {"headline", line(headline(it))},
                                                       {"date", line(it.date)},
                                                       {"command", line(it.command)},
                                                       {"base", line(program(it.base))},
                                                       {"head", line(program(it.head))},
                                                       {"machine", line(facts(it.machine))},
                                                       {"seed", line(std::to_string(it.seed))},
                                                       {"seconds", line(it.seconds)},
                                                       {"budget", line(it.budget)},
                                                       {"family_error", line(it.family_error)},
                                                       {"strict", line(it.strict)},
                                                       {"allow_removed", line(it.allow_removed)},
                                                       {"incomplete", line(it.incomplete)},
                                                       {"notes", line(it.notes)},
                                                       {"cells", lines_of(it.cells, cell)},
                                                       {"visits", lines_of(it.visits, visit)}};
  std::string text = "{";
  for (const auto& [key, value] : parts) text += (text.size() > 1 ? ",\n" : "\n") + line(key) + ": " + value;
  return text + "\n}\n";
}

}  // namespace parallax::reports::gate

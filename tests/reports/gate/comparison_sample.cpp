// SPDX-License-Identifier: MIT
// Prints the sample in the format that is asked for (JSON if none is), for tests that are no C++.
#include <cstdio>
#include <functional>
#include <map>
#include <string>

#include "reports/gate/comparison_action.hpp"
#include "reports/gate/comparison_json.hpp"
#include "reports/gate/comparison_junit.hpp"
#include "reports/gate/comparison_markdown.hpp"
#include "reports/gate/comparison_text.hpp"
#include "reports/html/gate_page.hpp"
#include "tests/reports/gate/comparison_sample.hpp"

int main(int argc, char** argv) {
  namespace gate = parallax::reports::gate;
  using Writer = std::function<std::string(const gate::Comparison&)>;
  const std::map<std::string, Writer> writers{
      {"json", gate::to_json},
      {"action", gate::to_action_benchmark},
      {"junit", gate::to_junit},
      {"markdown", gate::markdown},
      {"page", [](const gate::Comparison& it) { return parallax::reports::html::gate_page(it); }},
      {"terminal", [](const gate::Comparison& it) { return gate::terminal(it, {}); }}};
  const auto writer = writers.find(argc > 1 ? argv[1] : "json");
  if (writer == writers.end()) return 2;
  return std::fputs(writer->second(gate::sample::full()).c_str(), stdout) < 0 ? 1 : 0;
}

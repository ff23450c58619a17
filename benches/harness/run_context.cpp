// SPDX-License-Identifier: MIT
#include "benches/harness/run_context.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <ctime>

#include "benches/harness/cell.hpp"
#include "benches/harness/given_libraries.hpp"
#include "runtimes/registry.hpp"

namespace parallax {

// The launched runtimes, and why they cannot run here; nothing if they can.
ContextEntries missing_here(const Options& options) {
  ContextEntries missing;
  auto reason = Launcher(options.mpi_launcher).missing();
  if (!options.launcher_fault.empty()) reason = options.launcher_fault;
  if (reason) {
    for (const RuntimeEntry* entry : runtimes()) {
      if (entry->facts.launched) missing.emplace_back(entry->facts.name, *reason);
    }
  }
  return missing;
}

// What the result file says of the run, beside what Google Benchmark says by itself.
ContextEntries context_of(const Options& options, const ContextEntries& machine,
                          std::vector<std::string> arguments) {
  ContextEntries context = build_context();
  const auto add_fact = [&](const std::string& key, const std::string& value) {
    context.emplace_back(key, value);
  };
  for (const auto& [key, value] : machine) add_fact(key, value);
  for (const Setting& setting : runtime_settings()) {
    const bool is_time = setting.unit == Setting::Unit::microseconds;
    add_fact(fmt::format("{}{}", setting.name, is_time ? "_us" : ""),
             std::to_string(options.settings.value(setting)));
  }
  for (const auto& [key, value] : library_facts()) add_fact(key, value);
  for (const Command& command : options.commands) {
    std::vector<std::string> words = words_of(command);
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    add_fact(fmt::format("program_{}", std::string_view(command.name)), shell_words(pointers));
  }
  add_fact("mpi_launcher", options.mpi_launcher);
  for (const auto& [name, reason] : missing_here(options)) add_fact(fmt::format("missing_{}", name), reason);
  add_fact("pin", std::string(pin_names[static_cast<std::size_t>(options.pin)]));
  add_fact("first_touch", std::string(first_touch_names[static_cast<std::size_t>(options.first_touch)]));
  add_fact("timeout_ms", std::to_string(options.timeout.count()));
  if (options.budget)
    add_fact("budget_s", fmt::format("{}", std::chrono::duration<double>(*options.budget).count()));
  if (!options.origin.empty()) add_fact("origin", options.origin);
  add_fact("origin_address", options.origin_address);
  add_fact("origin_threads", std::to_string(options.origin_threads));
  if (!options.corpus.empty()) add_fact("corpus", options.corpus);
  std::vector<char*> pointers;
  for (std::string& word : arguments) pointers.push_back(word.data());
  add_fact("arguments", shell_words(pointers));
  for (auto& [key, value] : context) value = printable(value);
  return context;
}

// The same with what Google Benchmark adds and readers ask for.
ContextEntries context_of_journal(const ContextEntries& context) {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  ContextEntries all{{"date", fmt::format("{:%Y-%m-%dT%H:%M:%S%z}", fmt::localtime(std::time(nullptr)))},
                     {"host_name", printable(host.data())}};
  all.insert(all.end(), context.begin(), context.end());
  return all;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "benches/harness/benchmark_flags.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <cstdlib>

namespace parallax {
namespace {

constexpr double longest_seconds = 366 * 86400.0;

std::string environment_name(const std::string& flag) {
  std::string name = flag;
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

}  // namespace

void require_possible_benchmark_flags(const Options& options) {
  for (const char* flag : {"benchmark_format", "benchmark_out_format"}) {
    const auto format = options.benchmark_flag(flag);
    if (format && *format != "console" && *format != "json" && *format != "csv")
      throw UsageError(fmt::format("--{}={}: not console, json or csv", flag, *format));
  }
  if (const auto text = options.benchmark_flag("benchmark_min_time")) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
    const bool iterations = error == std::errc() && *end == 'x';  // "100x" from Google Benchmark 1.8 on
    if (error != std::errc() || !(seconds > 0 && (iterations || seconds <= longest_seconds)) ||
        (*end != '\0' && *end != 's' && !iterations))
      throw UsageError(fmt::format("--benchmark_min_time={}: not a time in seconds, like 0.5", *text));
  }
  if (const auto text = options.benchmark_flag("benchmark_min_warmup_time")) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
    if (error != std::errc() || *end != '\0' || !(seconds >= 0 && seconds <= longest_seconds))
      throw UsageError(fmt::format("--benchmark_min_warmup_time={}: not a time in seconds, like 0.5", *text));
  }
  if (const auto unit = options.benchmark_flag("benchmark_time_unit");
      unit && *unit != "ns" && *unit != "us" && *unit != "ms" && *unit != "s")
    throw UsageError(fmt::format("--benchmark_time_unit={}: not ns, us, ms or s", *unit));
  for (const char* flag :
       {"benchmark_list_tests", "benchmark_enable_random_interleaving", "benchmark_report_aggregates_only",
        "benchmark_display_aggregates_only", "benchmark_counters_tabular"})
    options.benchmark_switch(flag);
  if (options.benchmark_flag("benchmark_color").value_or("auto") != "auto")
    options.benchmark_switch("benchmark_color");
  options.repetitions();
}

void take_iterations(Options& options) {
  const auto text = options.benchmark_flag("benchmark_min_time");
  if (!text || text->empty() || text->back() != 'x') return;
  const auto [end, error] =
      std::from_chars(text->data(), text->data() + text->size() - 1, options.iterations);
  if (error != std::errc() || end != text->data() + text->size() - 1 || options.iterations < 1)
    throw UsageError(fmt::format("--benchmark_min_time={}: not a number of iterations, like 100x", *text));
  std::erase_if(options.others,
                [](const std::string& word) { return word.rfind("--benchmark_min_time=", 0) == 0; });
}

std::size_t Options::repetitions() const {
  const std::string text = benchmark_flag("benchmark_repetitions").value_or("1");
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count < 1 || count > 1'000'000)
    throw UsageError(fmt::format("--benchmark_repetitions={}: not a number from 1 on", text));
  return count;
}

std::optional<double> Options::min_seconds() const {
  const auto text = benchmark_flag("benchmark_min_time");
  if (!text) return {};
  return std::strtod(text->c_str(), nullptr);  // checked by parse_options()
}

// In the words that Google Benchmark understands, so that it and we never differ.
bool Options::benchmark_switch(const std::string& name) const {
  const std::string typed = benchmark_flag(name).value_or("false");
  std::string word = typed;
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const char* yes : {"1", "t", "true", "y", "yes", "on"})
    if (word == yes) return true;
  for (const char* no : {"", "0", "f", "false", "n", "no", "off"})
    if (word == no) return false;
  throw UsageError(fmt::format("--{}={}: not true or false", name, typed));
}

std::optional<std::string> Options::benchmark_flag(const std::string& name) const {
  std::optional<std::string> value;
  if (const char* set = std::getenv(environment_name(name).c_str())) value = set;
  for (const std::string& word : others) {
    if (word == "--" + name) value = "true";
    if (word.rfind("--" + name + "=", 0) == 0) value = word.substr(name.size() + 3);
  }
  return value;
}

}  // namespace parallax

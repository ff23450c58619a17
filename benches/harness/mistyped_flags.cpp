// SPDX-License-Identifier: MIT
#include "benches/harness/mistyped_flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "benches/support/usage_error.hpp"
#include "support/suggestion.hpp"

namespace parallax {
namespace {

// Those that need a value, then those that stand for "true" alone. Of all versions; one that does not know a
// flag refuses it.
const std::vector<std::string> valued{
    "benchmark_filter",      "benchmark_min_time",     "benchmark_min_warmup_time",
    "benchmark_repetitions", "benchmark_format",       "benchmark_out_format",
    "benchmark_out",         "benchmark_color",        "benchmark_context",
    "benchmark_time_unit",   "benchmark_perf_counters"};
const std::vector<std::string> switches{"benchmark_list_tests", "benchmark_enable_random_interleaving",
                                        "benchmark_report_aggregates_only",
                                        "benchmark_display_aggregates_only", "benchmark_counters_tabular"};

// Other words for what we have. A value that was typed goes along, unless the meant flag has one.
const std::map<std::string, std::string>& other_words() {
  static const std::map<std::string, std::string> words = [] {
    std::map<std::string, std::string> all{{"list", "--list-kernels, --list-runtimes or --list-probes"},
                                           {"json", "--benchmark_format=json"},
                                           {"csv", "--benchmark_format=csv"},
                                           {"random", "--benchmark_enable_random_interleaving=true"},
                                           {"shuffle", "--benchmark_enable_random_interleaving=true"}};
    const auto add = [&](const char* meant, std::initializer_list<const char*> typed) {
      for (const char* word : typed) all[word] = meant;
    };
    add("--workers",
        {"threads", "thread", "jobs", "j", "processes", "procs", "cores", "cpus", "ranks", "np"});
    add("--runtimes", {"r", "backend", "backends", "strategy", "strategies", "executor"});
    add("--benchmark_filter", {"kernel", "kernels", "benchmark", "benchmarks", "only", "match", "k"});
    add("--sizes", {"n", "items", "length"});
    add("--grains", {"chunk", "chunks", "chunksize", "granularity"});
    add("--benchmark_repetitions", {"reps", "repeat", "repeats", "runs", "samples"});
    add("--benchmark_out", {"o", "output", "file", "results"});
    add("--budget", {"time", "duration", "seconds"});
    add("--timeout", {"limit", "time-limit"});
    add("--smoke", {"quick", "fast", "test"});
    add("--full", {"all", "everything"});
    add("--progress", {"verbose"});
    add("--benchmark_color", {"colour"});
    return all;
  }();
  return words;
}

std::string name_of(const std::string& word) {
  const auto begin = std::min(word.find_first_not_of('-'), word.size());
  return word.substr(begin, std::min(word.find('='), word.size()) - begin);
}

std::string value_of(const std::string& word) {
  const auto equals = word.find('=');
  return equals == word.npos ? "" : word.substr(equals);
}

// "-j4" as "-j=4".
std::string with_equals(const std::string& word) {
  const bool is_short = word.size() > 2 && word[0] == '-' && word[1] != '-';
  return is_short && std::isdigit(static_cast<unsigned char>(word[2]))
             ? word.substr(0, 2) + '=' + word.substr(2)
             : word;
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string meant_flag(const std::string& name, const std::vector<std::string>& own) {
  std::string dashed = name, theirs = "benchmark_" + name;
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  std::replace(theirs.begin(), theirs.end(), '-', '_');
  if (const auto known = other_words().find(dashed); known != other_words().end()) return known->second;
  std::vector<std::string> flags = own;
  for (const auto* known : {&valued, &switches}) {
    for (const std::string& flag : *known) {
      flags.push_back("--" + flag);
      if (flag == theirs) return "--" + flag;
    }
  }
  return nearest(name, flags);
}

}  // namespace

std::string usual_spelling(const std::string& word) {
  if (word.rfind("--", 0) != 0) return word;
  std::string name = name_of(word);
  std::replace(name.begin(), name.end(), '-', '_');
  if (word.substr(0, word.find('=')) == "--filter") name = "benchmark_filter";
  return holds(valued, name) || holds(switches, name) ? "--" + name + value_of(word) : word;
}

std::string unknown_flag_text(const std::string& typed, const std::vector<std::string>& own) {
  const std::string word = with_equals(typed);
  const std::string flag = word.substr(0, word.find('='));
  std::string meant = meant_flag(name_of(word), own);
  if (meant.empty()) return fmt::format("there is no {} (--help lists the flags)", flag);
  if (flag == meant)
    return fmt::format("{}: Google Benchmark, as it is installed here, does not take it", word);
  if (meant.find_first_of("=, ") == meant.npos) meant += value_of(word);
  return fmt::format("there is no {}; did you mean {}?", flag, meant);
}

void require_value(const std::string& word, const std::string& next) {
  if (word.find('=') != word.npos || !holds(valued, name_of(word))) return;
  const bool next_is_value = !next.empty() && next.front() != '-';
  throw UsageError(fmt::format("{} lacks its value: {}={}", word, word, next_is_value ? next : "..."));
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "benches/harness/options.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "benches/harness/build_info.hpp"
#include "runtimes/registry.hpp"
#include "support/descriptor.hpp"

namespace parallax {
namespace {

constexpr const char* footer = R"(
Every --benchmark_* flag of Google Benchmark works as well, for example
  --benchmark_filter=cube                       only names that match
  --benchmark_repetitions=15                    this many fresh processes per cell
  --benchmark_enable_random_interleaving=true   in random order
  --benchmark_out=results.json                  results for `report`
  --benchmark_format=json                       results on standard output
  --benchmark_list_tests=true                   names, without measuring

Exit status: 0 all cells measured, 1 a cell failed, 2 wrong usage, 3 results could not be written or
nothing could be run, 128 + n ended by signal n.)";

// "100", "5ms"
std::string setting_text(const Setting& setting, std::int64_t value) {
  if (setting.unit == Setting::Unit::count) return std::to_string(value);
  if (value % 1'000'000 == 0) return fmt::format("{}s", value / 1'000'000);
  if (value % 1'000 == 0) return fmt::format("{}ms", value / 1'000);
  return fmt::format("{}us", value);
}

std::string environment_name(const std::string& flag) {
  std::string name = flag;
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

// "5ms", "100us", "2s", "3m", "1h"; a bare number is in milliseconds.
std::chrono::microseconds duration(const std::string& flag, const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string unit(end, text.data() + text.size());
  const double microseconds = unit == "us"                   ? number
                              : unit == "s"                  ? number * 1e6
                              : unit == "m" || unit == "min" ? number * 60e6
                              : unit == "h"                  ? number * 3600e6
                              : unit == "ms" || unit.empty() ? number * 1e3
                                                             : -1;
  if (error != std::errc() || !(microseconds >= 1) || microseconds > 1e12)
    throw UsageError(fmt::format("{}={}: not a duration like 100us, 5ms or 2s", flag, text));
  return std::chrono::microseconds(std::llround(microseconds));
}

std::chrono::milliseconds budget_of(const std::string& text) {
  constexpr std::chrono::seconds shortest{1};
  const bool has_unit = !text.empty() && std::isalpha(static_cast<unsigned char>(text.back()));
  if (!has_unit)
    throw UsageError(fmt::format("--budget={}: not a time with a unit, like 90s, 3m or 1h", text));
  const auto budget = std::chrono::ceil<std::chrono::milliseconds>(duration("--budget", text));
  if (budget < shortest)
    throw UsageError(fmt::format("--budget={}: nothing fits into less than a second", text));
  return budget;
}

// A runtime's setting and what the command line says of it.
struct Knob {
  Setting setting;
  std::string text;
};

std::vector<Knob> all_knobs() {
  std::vector<Knob> knobs;
  for (const Setting& setting : runtime_settings()) knobs.push_back({setting, {}});
  return knobs;
}

// "--gil_check_interval", and the same with dashes, as people type it.
void add_knob(CLI::App& app, Knob& knob) {
  const std::string name(knob.setting.name);
  std::string with_dashes = name;
  std::replace(with_dashes.begin(), with_dashes.end(), '_', '-');
  app.add_option(fmt::format("--{},--{}", name, with_dashes), knob.text,
                 fmt::format("{} (default: {})", knob.setting.summary,
                             setting_text(knob.setting, knob.setting.default_value)))
      ->group("Settings of single runtimes");
}

std::int64_t setting_value(const Setting& setting, const std::string& text) {
  const std::string flag = fmt::format("--{}", setting.name);
  std::int64_t value = 0;
  if (setting.unit == Setting::Unit::microseconds) {
    value = duration(flag, text).count();
  } else {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
      throw UsageError(fmt::format("{}={}: not a whole number", flag, text));
  }
  if (value < setting.least || value > setting.most)
    throw UsageError(fmt::format("{}={}: not from {} to {}", flag, text, setting_text(setting, setting.least),
                                 setting_text(setting, setting.most)));
  return value;
}

void choose_settings(const std::vector<Knob>& knobs, Settings& settings) {
  for (const Knob& knob : knobs) {
    if (knob.text.empty()) continue;
    if (!settings.choose(knob.setting.name, setting_value(knob.setting, knob.text)))
      throw UsageError(fmt::format("--{}: too many settings at once", knob.setting.name));
  }
}

// "multiply_adds:64,1024" into `parameters`.
void add_parameter(const std::string& text, Options& options) {
  const auto colon = text.find(':');
  std::vector<std::uint64_t> values;
  for (std::size_t at = colon; at < text.size(); at = text.find(',', at + 1)) {
    std::uint64_t value = 0;
    const char* const begin = text.data() + at + 1;
    const char* const end = text.data() + std::min(text.find(',', at + 1), text.size());
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc() || stop != end) {
      values.clear();
      break;
    }
    values.push_back(value);
  }
  if (values.empty()) throw UsageError(fmt::format("--parameter={}: not like multiply_adds:64,1024", text));
  options.parameters[text.substr(0, colon)] = values;
}

// Google Benchmark's own answers to these come late, or are its help and a zero exit status.
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
    if (error != std::errc() || !(seconds > 0) || (*end != '\0' && *end != 's' && !iterations))
      throw UsageError(fmt::format("--benchmark_min_time={}: not a time in seconds, like 0.5", *text));
  }
  options.repetitions();
}

// "--benchmark_min_time=100x", a number of iterations, is understood by Google Benchmark from 1.8 on. It is
// by us with every version, so that a program that compares builds can ask all of them alike.
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

}  // namespace

void Options::require_writable_output() const {
  const std::string file = benchmark_flag("benchmark_out").value_or("");
  if (file.empty()) return;
  // Not truncated: nothing has been measured yet that could replace what is in there.
  const Descriptor writable(open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
  if (writable.get() < 0) throw UsageError(fmt::format("--benchmark_out={}: {}", file, std::strerror(errno)));
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

std::optional<std::string> Options::benchmark_flag(const std::string& name) const {
  std::optional<std::string> value;
  if (const char* set = std::getenv(environment_name(name).c_str())) value = set;
  for (const std::string& word : others) {
    if (word == "--" + name) value = "true";
    if (word.rfind("--" + name + "=", 0) == 0) value = word.substr(name.size() + 3);
  }
  return value;
}

Options parse_options(int argc, char** argv) {
  Options options;
  CLI::App app("Parallax: the same kernels under interchangeable concurrency strategies, measured honestly.",
               "bench");
  app.allow_extras();
  app.footer(footer);
  app.set_version_flag("--version",
                       std::string(build_info.version) + " (commit " + std::string(build_info.commit) + ")");

  std::vector<std::string> parameters;
  std::string timeout, budget, counters;
  std::vector<Knob> knobs = all_knobs();
  app.add_option("--runtimes", options.runtimes, "Only these runtimes (see --list-runtimes)")->delimiter(',');
  app.add_option(
         "--workers", options.workers,
         "Numbers of workers (default: 1, 2, 4 ... up to the processors this process may use, and 8, 64, "
         "512, 10000 where items wait)")
      ->delimiter(',')
      ->check(CLI::Range(1, 100'000));
  const CLI::Range count(static_cast<std::size_t>(1), static_cast<std::size_t>(1) << 40);
  app.add_option("--sizes", options.sizes, "Items, instead of the kernels' own sizes")
      ->delimiter(',')
      ->check(count);
  app.add_option("--grains", options.grains, "Items per chunk, instead of the kernels' own grains")
      ->delimiter(',')
      ->check(count);
  app.add_option("--parameter", parameters, "A kernel's parameter, e.g. multiply_adds:64,1024 (repeatable)")
      ->allow_extra_args(false);
  app.add_option("--iterations", options.iterations, "A fixed number of iterations")
      ->check(CLI::Range(std::int64_t(1), std::int64_t(1) << 40));
  app.add_option("--timeout", timeout,
                 "Time limit for one process of a cell, e.g. 500ms, 60s (default: 60s)");
  app.add_option("--mpi_launcher,--mpi-launcher", options.mpi_launcher,
                 "What starts the ranks of `mpi` and its like, e.g. 'srun -n {workers}' (default: 'mpirun -n "
                 "{workers}')");
  app.add_option("--corpus", options.corpus, "A text file for `wordcount` instead of the generated text")
      ->check(CLI::ExistingFile);
  app.add_option(
      "--origin", options.origin,
      "An HTTP server for `http_get` and `crawl` instead of our own, e.g. http://127.0.0.1:8080/page; "
      "{latency_us}, {bytes} and {seed} in it are replaced");
  app.add_option(
         "--origin_address,--origin-address", options.origin_address,
         "Where our own origin listens, an IPv4 address of this machine that ranks on other hosts can reach "
         "(default: 127.0.0.1)")
      ->check(CLI::ValidIPV4);
  app.add_option(
      "--budget", budget,
      "Measure what fits into this time, e.g. 90s, 3m, 1h: first what the answer needs, with at least "
      "6 repetitions, then more");
  app.add_flag("--full", options.full,
               "Measure everything, the most telling first; says how long before, and asks if that is long");
  app.add_flag("--smoke", options.smoke, "The smallest case of each kernel, one iteration");
  app.add_option("--counters", counters, "Counters in the table: few, or all (default: few)")
      ->check(CLI::IsMember({"few", "all"}));
  app.add_flag("--progress", options.progress, "A line on standard error: how far, how long");
  app.add_flag("--list-runtimes,--list_runtimes", options.list_runtimes,
               "The runtimes, also those missing in this build");
  app.add_flag("--list-kernels,--list_kernels", options.list_kernels, "The kernels and their cases");
  app.add_flag("--list-probes,--list_probes", options.list_probes,
               "The probes of single mechanisms (channels, locks, ways to start a worker)");

  for (Knob& knob : knobs) add_knob(app, knob);

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    std::exit(0);
  } catch (const CLI::CallForVersion&) {
    fmt::print("{}\n", app.version());
    std::exit(0);
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  if (!timeout.empty())
    options.timeout = std::chrono::ceil<std::chrono::milliseconds>(duration("--timeout", timeout));
  if (!budget.empty()) options.budget = budget_of(budget);
  if (options.budget && options.full) throw UsageError("--budget and --full exclude each other");
  options.all_counters = counters == "all";
  choose_settings(knobs, options.settings);
  for (const std::string& parameter : parameters) add_parameter(parameter, options);
  Launcher{options.mpi_launcher};
  if (options.corpus.size() >= 4096) throw UsageError("--corpus: this path is too long");
  if (options.smoke && options.iterations == 0) options.iterations = 1;
  options.others = app.remaining();
  options.others.insert(options.others.begin(), argv[0]);
  require_possible_benchmark_flags(options);
  take_iterations(options);
  return options;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "benches/harness/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "benches/harness/benchmark_flags.hpp"
#include "benches/harness/build_info.hpp"
#include "benches/harness/help.hpp"
#include "benches/harness/known_names.hpp"
#include "benches/harness/mistyped_flags.hpp"
#include "benches/harness/option_values.hpp"
#include "benches/harness/two_columns.hpp"
#include "runtimes/registry.hpp"
#include "support/comma_list.hpp"
#include "support/standard_streams.hpp"

namespace parallax {
namespace {

constexpr const char* what = "What is measured";
constexpr const char* how = "How it is measured";
constexpr const char* shown = "What is shown";
constexpr const char* single = "Settings of single runtimes";

// Of 1e6 the library's own says that it is not in the range, which is false.
CLI::Validator whole_number(std::uint64_t most) {
  return CLI::Validator([most](std::string& typed) { return no_whole_number(typed, most); }, "");
}

std::string first_name(const CLI::Option& option) { return "--" + option.get_lnames().front(); }

std::vector<FlagHelp> flags_of(const CLI::App& app) {
  std::vector<FlagHelp> flags;
  for (const CLI::Option* option : app.get_options()) {
    const std::string& example = option->get_option_text();
    flags.push_back({.group = option->get_group(),
                     .flag = first_name(*option) + (example.empty() ? "" : "=" + example),
                     .text = option->get_description()});
  }
  return flags;
}

std::vector<std::string> names_of_flags(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) names.push_back(first_name(*option));
  return names;
}

// Flags are Google Benchmark's if they are not ours, all else are names of cells.
void take_other_words(const CLI::App& app, Options& options) {
  const std::vector<std::string> others = app.remaining();
  for (std::size_t i = 0; i < others.size(); ++i) {
    const std::string& word = others[i];
    if (word.empty() || word.front() != '-') {
      options.words.push_back(word);
      continue;
    }
    if (word.rfind("--benchmark_", 0) != 0 && word.rfind("--v=", 0) != 0)
      throw UsageError(unknown_flag_text(word, names_of_flags(app)));
    require_value(word, i + 1 < others.size() ? others[i + 1] : "");
    options.others.push_back(word);
  }
}

void require_whole_lists(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto equals = words[i].find('=');
    const std::string flag = words[i].substr(0, equals);
    if (flag != "--workers" && flag != "--runtimes" && flag != "--sizes" && flag != "--grains") continue;
    if (equals == std::string::npos && i + 1 == words.size()) continue;  // it lacks its value
    const std::string list = equals == std::string::npos ? words[i + 1] : words[i].substr(equals + 1);
    if (has_gap(list)) throw UsageError(fmt::format("{}={}: a value is missing beside a comma", flag, list));
  }
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
      ->option_text(setting_text(knob.setting, knob.setting.default_value))
      ->group(single);
}

void choose_settings(const std::vector<Knob>& knobs, Settings& settings) {
  for (const Knob& knob : knobs) {
    if (knob.text.empty()) continue;
    if (!settings.choose(knob.setting.name, setting_value(knob.setting, knob.text)))
      throw UsageError(fmt::format("--{}: too many settings at once", knob.setting.name));
  }
}

// Every process reads it anew, and a device has no end.
void require_text(const std::string& corpus) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(corpus, error))
    throw UsageError(fmt::format("--corpus={}: no regular file", corpus));
  if (std::filesystem::file_size(corpus, error) == 0)
    throw UsageError(fmt::format("--corpus={}: it is empty", corpus));
}

// Behind each "--" a program with its arguments. Takes them off the command line.
std::vector<Command> take_commands(std::vector<std::string>& words) {
  std::vector<Command> commands;
  const auto first = std::find(words.begin(), words.end(), "--");
  for (auto at = first; at != words.end();) {
    const auto end = std::find(at + 1, words.end(), "--");
    Command command = command_of({at + 1, end});
    const std::string name{std::string_view(command.name)};
    const auto same = std::count_if(commands.begin(), commands.end(), [&](const Command& other) {
      const std::string_view known = other.name;
      return known == name || known.rfind(name + "-", 0) == 0;
    });
    if (same > 0) command.name = std::string_view(fmt::format("{}-{}", name, same + 1));
    commands.push_back(command);
    at = end;
  }
  words.erase(first, words.end());
  return commands;
}

}  // namespace

Options parse_options(int argc, char** argv) {
  Options options;
  CLI::App app("Parallax: the same kernels under interchangeable concurrency strategies, measured honestly.",
               "bench");
  app.allow_extras();
  std::vector<std::string> parameters;
  std::string timeout, budget, counters, accounts, pin, first_touch, manual;
  std::vector<Knob> knobs = all_knobs();
  const auto count = whole_number(std::uint64_t{1} << 40);
  // An option takes one word, so that a name may follow it.
  const auto add = [&app](const char* group, const char* names, auto& value, const char* example,
                          const char* text) {
    return app.add_option(names, value, text)->group(group)->option_text(example)->allow_extra_args(false);
  };
  add(most_used_flags, "--workers", options.workers, "1,2,4",
      "Numbers of workers (default: 1, 2, 4 ... up to the processors this process may use, steps of the "
      "machine "
      "such as the cores of one cache, and 8, 64, 512, 10000 where items wait)")
      ->delimiter(',')
      ->check(whole_number(100'000));
  add(most_used_flags, "--budget", budget, "3m",
      "Measure what fits into this time, e.g. 90s, 3m, 1h: first what the answer needs, with at least "
      "6 repetitions, then more");
  app.add_flag("--list-kernels,--list_kernels", options.list_kernels, "The kernels and their cases")
      ->group(most_used_flags);
  app.add_flag("--list-runtimes,--list_runtimes", options.list_runtimes,
               "The runtimes, also those missing in this build")
      ->group(most_used_flags);

  add(what, "--runtimes", options.runtimes, "fork,tbb", "Only these runtimes, and no probes")->delimiter(',');
  add(what, "--sizes", options.sizes, "1000,10000", "Items, instead of the kernels' own sizes")
      ->delimiter(',')
      ->check(count);
  add(what, "--grains", options.grains, "1,64", "Items per chunk, instead of the kernels' own grains")
      ->delimiter(',')
      ->check(count);
  add(what, "--parameter", parameters, "multiply_adds:64,1024", "A kernel's parameter (repeatable)");
  app.add_flag("--smoke", options.smoke, "The smallest case of each kernel, one iteration")->group(what);
  add(what, "--function", options.functions, "./libmine.so:collatz_length",
      "A function of a shared library as a kernel: uint64_t f(uint64_t) of an item's index, or with :double "
      "behind "
      "its name double f(double) (repeatable)");
  add(what, "--load", options.libraries, "./libmine.so",
      "The kernels of a shared library, see include/parallax/parallax.h (repeatable)");
  add(what, "--corpus", options.corpus, "book.txt", "A text for `wordcount` instead of the generated one")
      ->check(CLI::ExistingFile);
  add(what, "--origin", options.origin, "http://127.0.0.1:8080/page",
      "An HTTP server for `http_get` and `crawl` instead of our own; {latency_us}, {bytes} and {seed} in it "
      "are "
      "replaced");
  app.add_flag("--list-probes,--list_probes", options.list_probes,
               "The probes of single mechanisms (channels, locks, ways to start a worker)")
      ->group(what);

  app.add_flag(
         "--same-cases,--same_cases", options.same_cases,
         "Sizes and grains that are the same on every machine, not fitted to the processors and caches of "
         "this one")
      ->group(what);
  app.add_flag("--full", options.full,
               "Measure everything, the most telling first; says how long before, and asks if that is long")
      ->group(how);
  add(how, "--resume", options.resume, "results.json",
      "Goes on with the run of this --benchmark_out that was cut off; its other arguments need not be typed "
      "again");
  add(how, "--timeout", timeout, "60s",
      "Time limit for one process of a cell, e.g. 500ms, 10m (default: 60s)");
  add(how, "--iterations", options.iterations, "100", "A fixed number of iterations")->check(count);
  add(how, "--accounts", accounts, "no",
      "After each timed run another one that tells where the time went, yes or no (default: yes, but not "
      "with --smoke)")
      ->check(CLI::IsMember({"yes", "no"}));
  add(how, "--pin", pin, "cores",
      "Where each worker stays: none (the scheduler chooses), cores, threads (hardware threads), numa (nodes "
      "of "
      "memory) (default: none)")
      ->check(CLI::IsMember(std::vector<std::string>(pin_names.begin(), pin_names.end())));
  add(how, "--first_touch,--first-touch", first_touch, "workers",
      "Who touches inputs and results first, which decides on the node of memory that they are in: caller, "
      "workers "
      "(each its share), interleaved (nodes take turns) (default: caller)")
      ->check(CLI::IsMember(std::vector<std::string>(first_touch_names.begin(), first_touch_names.end())));
  add(how, "--trace", options.trace, "trace.json",
      "Writes what each worker did and when, of one more run of each cell, as a timeline for Perfetto "
      "(https://ui.perfetto.dev) and for report --trace");
  add(how, "--mpi_launcher,--mpi-launcher", options.mpi_launcher, "'srun -n {workers}'",
      "What starts the ranks of `mpi` and its like (default: 'mpirun -n {workers}')");
  add(how, "--origin_address,--origin-address", options.origin_address, "192.0.2.1",
      "Where our own origin listens, an IPv4 address of this machine that ranks on other hosts can reach "
      "(default: 127.0.0.1)")
      ->check(CLI::ValidIPV4);
  add(how, "--origin_threads,--origin-threads", options.origin_threads, "4",
      "Threads of our own origin (default: half of the processors this process may use)")
      ->check(whole_number(1024));

  add(shown, "--counters", counters, "all", "All counters in the table, not only the most important few")
      ->check(CLI::IsMember({"few", "all"}));
  app.add_flag("--progress", options.progress, "A line on standard error: how far, how long")->group(shown);
  app.set_help_flag("-h,--help", "This text")->group(shown);
  add(shown, "--manual", manual, "man",
      "This text as a man page; with bash, zsh or fish, what completes flags there")
      ->check(CLI::IsMember(manual_forms));
  app.set_version_flag("--version",
                       std::string(build_info.version) + " (commit " + std::string(build_info.commit) + ")",
                       "Version and commit")
      ->group(shown);

  for (Knob& knob : knobs) add_knob(app, knob);

  try {
    std::vector<std::string> words(argv + 1, argv + argc);
    options.commands = take_commands(words);
    for (std::string& word : words) {
      word = usual_spelling(word);
      // Its value would be the next word, which may be a flag.
      if (word.rfind("--", 0) == 0 && word.back() == '=' && word.rfind("--benchmark_", 0) != 0)
        throw UsageError(fmt::format("{} lacks its value", word));
    }
    require_whole_lists(words);
    std::reverse(words.begin(), words.end());  // as the parser wants them
    app.parse(words);
  } catch (const CLI::CallForHelp&) {
    print_whole(help_text(flags_of(app), text_columns()));
    std::exit(0);
  } catch (const CLI::CallForVersion&) {
    print_whole(app.version() + '\n');
    std::exit(0);
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  if (!manual.empty()) {
    print_whole(manual_as(manual, manual_of(flags_of(app), all_names())));
    std::exit(0);
  }
  if (!timeout.empty())
    options.timeout = std::chrono::ceil<std::chrono::milliseconds>(duration_of("--timeout", timeout));
  if (!budget.empty()) options.budget = budget_of(budget);
  if (options.budget && options.full) throw UsageError("--budget and --full exclude each other");
  options.all_counters = counters == "all";
  if (!pin.empty())
    options.pin = static_cast<Pin>(std::find(pin_names.begin(), pin_names.end(), pin) - pin_names.begin());
  if (!first_touch.empty())
    options.first_touch =
        static_cast<FirstTouch>(std::find(first_touch_names.begin(), first_touch_names.end(), first_touch) -
                                first_touch_names.begin());
  if (!accounts.empty()) options.accounts = accounts == "yes";
  if (!options.trace.empty() && !options.keeps_accounts())
    throw UsageError("--trace draws what accounts tell, and --accounts=no keeps none");
  choose_settings(knobs, options.settings);
  for (const std::string& text : parameters)
    options.parameters.insert_or_assign(parameter_name(text), parameter_values(text));
  Launcher{options.mpi_launcher};
  if (!options.corpus.empty()) require_text(options.corpus);
  if (options.corpus.size() >= 4096) throw UsageError("--corpus: this path is too long");
  if (options.smoke && options.iterations == 0) options.iterations = 1;
  options.others = {argv[0]};
  take_other_words(app, options);
  require_possible_benchmark_flags(options);
  take_iterations(options);
  return options;
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
//
// The conductor, or, exec'ed again by it, a host or the origin; or a worker that only says hello.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "benches/harness/chosen_cells.hpp"
#include "benches/harness/conductor/host_process.hpp"
#include "benches/harness/conductor/leftovers.hpp"
#include "benches/harness/display.hpp"
#include "benches/harness/given_libraries.hpp"
#include "benches/harness/host/host.hpp"
#include "benches/harness/host/rank.hpp"
#include "benches/harness/journal/pipe_reader.hpp"
#include "benches/harness/journal/result_file.hpp"
#include "benches/harness/journal/resumption.hpp"
#include "benches/harness/launch_trial.hpp"
#include "benches/harness/lists.hpp"
#include "benches/harness/mistyped_flags.hpp"
#include "benches/harness/needed_limits.hpp"
#include "benches/harness/options.hpp"
#include "benches/harness/planning/planned_run.hpp"
#include "benches/harness/recorded_runs.hpp"
#include "benches/harness/registration.hpp"
#include "benches/harness/reporter.hpp"
#include "benches/harness/run_context.hpp"
#include "benches/harness/trace/trace_file.hpp"
#include "benches/harness/two_columns.hpp"
#include "benches/main.hpp"
#include "benches/origin/origin.hpp"
#include "benches/probes/life/starter.hpp"
#include "runtimes/process/worker_main.hpp"
#include "runtimes/registry.hpp"
#include "support/plain_text.hpp"
#include "support/standard_streams.hpp"
#include "support/timer_slack.hpp"

namespace parallax {
namespace {

constexpr int exit_failed = 1, exit_usage = 2, exit_not_written = 3;

// Long enough for a stable median over a few repetitions, short enough for a hundred cells in a minute.
constexpr const char* default_min_time = "0.1";

void print_lists(const Options& options) {
  const std::size_t columns = text_columns();
  if (options.list_runtimes) print_whole(list_of_runtimes(missing_here(options), columns));
  if (options.list_kernels) print_whole(list_of_kernels(options, columns));
  if (options.list_probes) print_whole(list_of_probes(columns));
}

// Leaves to Google Benchmark what is its own. Its filter and its list are ours: it would see "/manual_time"
// in names.
void initialize_benchmark(const Options& options) {
  // Google Benchmark keeps a pointer to the program's name for its context.
  static std::vector<std::string> words = options.others;
  if (!options.benchmark_flag("benchmark_min_time"))
    words.push_back(fmt::format("--benchmark_min_time={}{}", default_min_time, PARALLAX_MIN_TIME_UNIT));
  // Our table has one row for all repetitions, and needs each of them for that.
  if (shows_our_table(options)) words.push_back("--benchmark_display_aggregates_only=false");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  benchmark::Initialize(&count, arguments.data());
  if (count > 1) {
    std::vector<std::string> unknown(arguments.begin() + 1, arguments.begin() + count);
    throw UsageError(unknown_flag_text(unknown.front(), {}));
  }
  benchmark::SetBenchmarkFilter("all");
}

// A run that nobody can see any more ends, one that writes a file goes on.
void survive_what_cannot_be_written() {
  for (const int signal : {SIGPIPE, SIGXFSZ}) {
    struct sigaction action {};
    action.sa_handler = [](int) {};  // not SIG_IGN, which hosts would inherit
    action.sa_flags = SA_RESTART;
    sigaction(signal, &action, nullptr);
  }
}

Options parsed(const std::string& program, std::vector<std::string> words) {
  words.insert(words.begin(), program);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  return parse_options(static_cast<int>(pointers.size()), pointers.data());
}

// As another machine that shares our files would call it.
std::string program_path() { return std::filesystem::read_symlink("/proc/self/exe"); }

// Whoever gives kernels and names nothing means these.
void choose_given(Options& options, const std::vector<std::string>& given) {
  const auto filter = options.benchmark_flag("benchmark_filter");
  if (options.words.empty() && filter.value_or("all") == "all") options.words = given;
}

// What to know of shorter runs, which are no repetitions.
RecordedRuns::Options recording(const Options& options, bool planned, TraceFile* trace) {
  const double usual = planned ? Overview::Options{}.min_seconds : std::strtod(default_min_time, nullptr);
  const std::size_t repetitions = planned && !options.benchmark_flag("benchmark_repetitions")
                                      ? Overview::Options{}.repetitions
                                      : options.repetitions();
  return {.planned_repetitions = repetitions,
          .min_seconds = options.iterations > 0 ? 0 : options.min_seconds().value_or(usual),
          .trace = trace};
}

// Google Benchmark learns it after all else is known to be right. It keeps a pointer to the program's name.
void write_results_to(const std::filesystem::path& file, const std::string& program) {
  static std::array<std::string, 2> words{program, "--benchmark_out=" + file.string()};
  std::array<char*, 3> arguments{words[0].data(), words[1].data(), nullptr};
  int count = 2;
  benchmark::Initialize(&count, arguments.data());
}

// After the results, which are worth more.
void write_trace(const TraceFile& trace, bool cut_off) {
  for (const std::string& remark : trace.remarks()) tell("bench: --trace: {}\n", remark);
  if (cut_off)
    trace.write_cut_off();
  else
    trace.write();
}

std::string instead_of(const Journal* journal) {
  if (!journal) return {};
  return fmt::format("; what was measured is in {}, which report shows", journal->file().string());
}

int conduct(Options& options, const std::vector<std::string>& words) {
  survive_what_cannot_be_written();
  Interruption interruption;
  HostProcess::adopt_orphans();
  Conductor conductor({.host_command = {"/proc/self/exe", host_argument},
                       .rank_command = {program_path(), rank_argument},
                       .launcher = Launcher(options.mpi_launcher),
                       .timeout = options.timeout,
                       .pin = options.pin,
                       .first_touch = options.first_touch,
                       .accounts = options.keeps_accounts(),
                       .trace = !options.trace.empty(),
                       .settings = options.settings,
                       .corpus = options.corpus,
                       .origin_command = {"/proc/self/exe", origin_argument},
                       .origin_address = options.origin_address,
                       .origin_threads = options.origin_threads,
                       .origin_url = options.origin},
                      interruption);
  try {
    choose_given(options, add_given_libraries(options, conductor));
  } catch (const UsageError&) {
    if (const int signal = conductor.interrupted()) return 128 + signal;
    throw;
  }
  if (options.list_runtimes || options.list_kernels || options.list_probes) return print_lists(options), 0;
  initialize_benchmark(options);
  std::vector<Cell> cells = chosen_cells(options);
  if (options.benchmark_switch("benchmark_list_tests")) {
    std::string names;
    for (const Cell& cell : cells) names += cell.name() + '\n';
    print_whole(names);
    return 0;
  }

  remove_leftovers({.temporary = temporary_folder()});
  leave_out_ranks_without_launcher(options, cells, conductor);

  const ContextEntries machine = machine_context();
  RunFacts facts = facts_of_this_process();
  facts.arguments = words;
  const ContextEntries context = context_of(options, machine, words);
  facts.context = context_of_journal(context);
  const auto out = options.benchmark_flag("benchmark_out").value_or("");
  require_resumed_output(options.resume, out);
  const Descriptor kept_open = wait_for_reader(out, interruption);  // or its reader would see an end at once
  if (const int signal = conductor.interrupted()) return 128 + signal;
  std::optional<ResultFile> result;
  if (!out.empty()) result.emplace(out, facts, !options.resume.empty());
  Journal* const journal = result ? result->journal() : nullptr;
  if (journal) facts.seed = journal->facts().seed;

  std::optional<TraceFile> trace;
  if (!options.trace.empty()) trace.emplace(options.trace);

  Progress progress(cells.size(), options.repetitions(), options.progress);
  Failures failures;
  std::vector<MeasuredCell> results;
  const bool planned = options.budget || options.full;
  RecordedRuns runs(conductor, journal, recording(options, planned, trace ? &*trace : nullptr));
  if (planned) {
    auto measured = measure_by_plan(options, cells, runs, facts.seed);
    if (!measured) return 0;
    results = std::move(*measured);
    register_results(cells, results, failures);
  } else {
    register_cells(cells, options.iterations, runs, progress, failures);
  }
  for (const auto& [key, value] : context) benchmark::AddCustomContext(key, value);

  Reporter shown(
      display(options, cells), greeting(options, machine, missing_here(options)),
      shows_our_table(options) ? Reporter::Rows::all : Reporter::Rows::measured, [&] { progress.clear(); },
      [&] {
        if (!result) interruption.interrupt(SIGPIPE);  // nobody could see the rest
      });
  const auto format = options.benchmark_flag("benchmark_out_format").value_or("json");
  Reporter file(reporter_for(format), "", Reporter::Rows::measured);
  if (result) write_results_to(result->path(), options.others.front());
  benchmark::RunSpecifiedBenchmarks(&shown, result ? &file : nullptr);
  progress.clear();

  if (result && !file.written()) {
    tell("bench: {} could not be written completely{}\n", text::printable(out), instead_of(journal));
    return exit_not_written;
  }
  const int signal = conductor.interrupted();
  const std::string kept = result && signal ? result->keep_cut_off(file.has_rows()) : "";
  if (result && !signal) result->keep();
  if (trace) write_trace(*trace, signal != 0);
  if (!shown.written()) {
    tell("bench: standard output could not be written completely\n");
    return exit_not_written;
  }
  if (signal) {
    const std::size_t begun = planned ? results.size() : cells.size();
    tell("bench: ended by signal {}; {} of {} cells are complete\n", signal,
         begun - failures.interrupted.size(), begun);
    if (!kept.empty()) tell("bench: {}\n", text::printable(kept));
    if (journal && file.has_rows()) tell("bench: --resume={} goes on with it\n", text::printable(out));
    return 128 + signal;
  }
  if (!failures.failed.empty()) {
    tell("bench: {} of {} cells failed:\n  {}\n", failures.failed.size(), cells.size(),
         fmt::join(failures.failed, "\n  "));
    return exit_failed;
  }
  return 0;
}

int bench(int argc, char** argv) {
  try {
    require_limits();
    const std::vector<std::string> typed(argv + 1, argv + argc);
    std::vector<std::string> words = without_resume(typed);
    Options options = parsed(argv[0], typed);
    if (!options.resume.empty() && words.empty()) {
      const std::string resume = options.resume;
      words = arguments_of_journal(journal_of(resume));
      options = parsed(argv[0], words);
      options.resume = resume;
    }
    return conduct(options, words);
  } catch (const UsageError& error) {
    tell("bench: {}\n", text::printable(error.what()));
    return exit_usage;
  } catch (const std::exception& error) {
    tell("bench: {}\n", text::printable(error.what()));
    return exit_not_written;
  }
}

}  // namespace

int main(int argc, char** argv) {
  parallax::occupy_standard_descriptors();
  // Here, so that hosts, ranks, workers and the origin have it, whoever has started them.
  take_least_timer_slack();
  if (const auto status = serve_as_worker(argc, argv)) return *status;
  if (int status = 0; serve_as_hello_worker(argc, argv, status)) return status;
  if (argc > 1 && std::string_view(argv[1]) == host_argument) return host_main();
  if (argc > 1 && std::string_view(argv[1]) == rank_argument) return rank_main();
  if (argc > 1 && std::string_view(argv[1]) == launch_argument) return launch_main(argc, argv);
  if (argc > 1 && std::string_view(argv[1]) == origin_argument)
    return origin_main(argc > 2 ? argv[2] : loopback_address,
                       argc > 3 ? std::atoi(argv[3]) : usual_origin_threads());
  return bench(argc, argv);
}

}  // namespace parallax

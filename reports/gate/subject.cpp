// SPDX-License-Identifier: MIT
#include "reports/gate/subject.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <sstream>
#include <system_error>

#include "reports/gate/machine.hpp"
#include "reports/results/file_kind.hpp"
#include "reports/results/results.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::gate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_listing = 64u << 20;

// The context of `bench` states it; its repetitions are processes, and it sums up the CPU time of all
// workers.
constexpr std::string_view mark_of_parallax = "gil_switch_interval_us";

// The program that may have been meant by what is none.
std::string instead_of(const fs::path& file) {
  std::error_code error;
  if (fs::is_regular_file(file / "bench", error))
    return fmt::format("did you mean {}?", (file / "bench").string());
  if (kind_of_file(file) == FileKind::results) return "gate runs both programs itself, so name those";
  return "name a Google Benchmark program";
}

void require_runnable(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error))
    throw SubjectError(fmt::format("{}: there is no such program (commits of Parallax are for scripts/gate)",
                                   file.string()));
  if (fs::is_directory(file, error))
    throw SubjectError(fmt::format("{}: is a folder, not a program; {}", file.string(), instead_of(file)));
  if (::access(file.c_str(), X_OK) == 0) return;
  const auto kind = kind_of_file(file);
  if (kind == FileKind::program)
    throw SubjectError(
        fmt::format("{}: may not be run; chmod +x {} allows it", file.string(), file.string()));
  throw SubjectError(
      fmt::format("{}: is {}, not a program; {}", file.string(), kind_name(kind), instead_of(file)));
}

// The cell of a visit, or why there is none.
const Cell* found(const Results& results, const std::string& name, std::string& failure) {
  if (results.cells.size() == 1 && results.cells.front().name == name) return &results.cells.front();
  failure = results.cells.empty()
                ? "it reported nothing"
                : fmt::format("it reported {} instead", text::printable(results.cells.front().name));
  return nullptr;
}

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) all.push_back(line);
  return all;
}

// Takes out what a program prints before and after its names also where it has none to print.
void drop_chatter(std::vector<std::string>& names, const std::vector<std::string>& chatter) {
  const auto most = static_cast<std::ptrdiff_t>(std::min(names.size(), chatter.size()));
  const auto front =
      std::mismatch(chatter.begin(), chatter.begin() + most, names.begin()).first - chatter.begin();
  const auto back = std::mismatch(chatter.rbegin(), chatter.rbegin() + (most - front), names.rbegin()).first -
                    chatter.rbegin();
  names.erase(names.end() - back, names.end());
  names.erase(names.begin(), names.begin() + front);
}

bool all_positive(const std::vector<double>& samples) {
  return std::all_of(samples.begin(), samples.end(),
                     [](double one) { return std::isfinite(one) && one > 0; });
}

}  // namespace

// Brackets and braces that close mean nothing unless one was opened, and some libraries refuse to have them
// escaped.
std::string exactly(const std::string& name) {
  std::string expression = "^";
  for (const char c : name) {
    if (std::string_view(R"(.[{()*+?^$|\)").find(c) != std::string_view::npos) expression += '\\';
    expression += c;
  }
  return expression + '$';
}

Subject::Subject(Program program, const fs::path& link, fs::path scratch, Interruptions& interruptions)
    : program_(std::move(program)), link_(link), output_(std::move(scratch)), interruptions_(interruptions) {
  require_runnable(program_.file);
  fs::create_symlink(fs::absolute(program_.file), link_);
}

std::vector<std::string> Subject::command(std::vector<std::string> flags) const {
  std::vector<std::string> words{link_.string()};
  words.insert(words.end(), program_.arguments.begin(), program_.arguments.end());
  words.insert(words.end(), flags.begin(), flags.end());
  return words;
}

std::vector<std::string> Subject::list(const std::string& filter, double time_limit) {
  auto asked_for = filter.empty() ? "." : filter;
  const auto ask = [&](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"--benchmark_list_tests=true", "--benchmark_filter=" + asked_for});
    return run_process(
        {.command = command(flags), .environment = {}, .time_limit = time_limit, .most_output = most_listing},
        interruptions_);
  };
  auto listed = ask({"--benchmark_min_time=1x"});
  // An older library says that it does not understand; not every program ends because of that.
  takes_iterations_ = listed.how == Ended::exited && listed.code == 0 &&
                      listed.error.find("benchmark_min_time") == std::string::npos;
  if (!takes_iterations_ && listed.how == Ended::exited) listed = ask({});
  if (listed.how != Ended::exited || listed.code != 0)
    throw SubjectError(fmt::format("{}: cannot be asked for its benchmarks: it {}", program_.file,
                                   text::printable(listed.text())));
  if (listed.out_cut) throw SubjectError(fmt::format("{}: lists more than 64 MiB of names", program_.file));
  auto names = lines_in(listed.out);
  asked_for = "^no benchmark has this name$";
  const auto silent = ask({});
  if (silent.how == Ended::exited && silent.code == 0) drop_chatter(names, lines_in(silent.out));
  return names;
}

void Subject::run(const std::string& name, const Plan& plan, std::size_t padding, double time_limit,
                  Visit& visit) {
  std::error_code none_yet;
  fs::remove(output_, none_yet);
  const auto time =
      plan.iterations > 0 ? fmt::format("{}x", plan.iterations) : fmt::format("{:.9f}", plan.seconds);
  const auto before = MachineState::now();
  const auto ended = run_process(
      {.command =
           command({"--benchmark_filter=" + exactly(name), "--benchmark_min_time=" + time,
                    fmt::format("--benchmark_repetitions={}", plan.repetitions),
                    "--benchmark_report_aggregates_only=false", "--benchmark_display_aggregates_only=false",
                    "--benchmark_enable_random_interleaving=false", "--benchmark_format=console",
                    "--benchmark_out=" + output_.string(), "--benchmark_out_format=json"}),
       .environment = {{"PARALLAX_PADDING", std::string(padding, 'x')}},
       .time_limit = time_limit,
       .most_output = 4096},
      interruptions_);
  const auto disturbance = between(before, MachineState::now());
  visit.stolen = disturbance.stolen;
  visit.throttled = disturbance.throttled;
  visit.excluded = disturbance.too_much;

  // What the file says of a failure says more than an exit status does.
  std::string unreadable;
  try {
    const auto results = read_results(output_);
    const auto& source = results.sources.front();
    fresh_repetitions_ = !source[mark_of_parallax].empty();
    commit_ = source["commit"];
    if (const auto* cell = found(results, name, unreadable)) {
      if (!cell->errors.empty()) {
        visit.failure = text::printable(cell->errors.front());
        return;
      }
      const auto drop = std::min<std::size_t>(static_cast<std::size_t>(plan.dropped), cell->seconds.size());
      visit.wall.assign(cell->seconds.begin() + static_cast<std::ptrdiff_t>(drop), cell->seconds.end());
      visit.cpu.assign(cell->cpu_seconds.begin() + static_cast<std::ptrdiff_t>(drop),
                       cell->cpu_seconds.end());
      const auto pss = cell->counters.find("pss");
      visit.memory = fresh_repetitions_ && pss != cell->counters.end() && !pss->second.empty()
                         ? pss->second.back()
                         : ended.memory;
    }
  } catch (const ResultsError& error) {
    unreadable = error.what();
    if (const auto at = unreadable.find(output_.string()); at != std::string::npos)
      unreadable.replace(at, output_.string().size(), "JSON");
  }
  const auto fail = [&](std::string why) {
    visit.wall.clear();
    visit.cpu.clear();
    visit.failure = std::move(why);
  };
  if (ended.how != Ended::exited || ended.code != 0) return fail("it " + text::printable(ended.text()));
  if (!unreadable.empty()) return fail("its results are of no use: " + text::printable(unreadable));
  if (visit.wall.empty()) return fail("it reported fewer repetitions than it was asked for");
  if (!all_positive(visit.wall)) return fail("it reported a time of zero");
  if (!fresh_repetitions_ || !all_positive(visit.cpu)) {
    // Google Benchmark counts one thread; the kernel counts all of them, starting the program included.
    const double runs = static_cast<double>(std::max<std::int64_t>(plan.iterations, 1)) * plan.repetitions;
    const bool counted = plan.iterations > 0 || plan.seconds == 0;
    visit.cpu =
        counted && ended.cpu_seconds > 0 ? std::vector{ended.cpu_seconds / runs} : std::vector<double>{};
  }
}

}  // namespace parallax::reports::gate

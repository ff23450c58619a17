// SPDX-License-Identifier: MIT
#include "reports/gate/subject.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <system_error>

#include "reports/gate/machine.hpp"
#include "reports/results/file_kind.hpp"
#include "reports/results/results.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::gate {
namespace {

namespace fs = std::filesystem;

// Of a program's own name, up to which all get equally much of it and padding together.
constexpr std::size_t longest_name = 1024;

// The context of `bench` states it; its repetitions are processes, and it sums up the CPU time of all
// workers.
constexpr std::string_view mark_of_parallax = "gil_switch_interval_us";

bool is_script(const fs::path& file) {
  std::array<char, 2> first{};
  std::ifstream(file, std::ios::binary).read(first.data(), first.size());
  return first == std::array{'#', '!'};
}

// The program that may have been meant by what is none.
std::string instead_of(const fs::path& file) {
  std::error_code error;
  if (fs::is_regular_file(file / "bench", error))
    return fmt::format("did you mean {}?", (file / "bench").string());
  if (kind_of_file(file) == FileKind::results)
    return "gate runs both programs itself, so name those (with --whole-programs if they are no benchmarks)";
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

// The cell of a visit, or why there is none. Programs list names as they are; in results, bytes that are no UTF-8 cannot be.
const Cell* found(const Results& results, const std::string& listed, std::string& failure) {
  const auto name = parallax::text::valid_utf8(listed);
  const auto& cells = results.cells;
  const auto wanted =
      std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) { return cell.name == name; });
  const bool has_it = wanted != cells.end();
  if (has_it && cells.size() == 1) return &*wanted;
  if (cells.empty())
    failure = "it reported nothing";
  else if (!has_it)
    failure = fmt::format("it reported {} instead", text::printable(cells.front().name));
  else if (std::all_of(cells.begin(), cells.end(), [&](const Cell& cell) {
             return cell.name.rfind(name + " #", 0) == 0 || cell.name == name;
           }))
    failure = "two benchmarks have this name";
  else
    failure = fmt::format("it takes no notice of --benchmark_filter: it ran {} benchmarks", cells.size());
  return nullptr;
}

bool all_positive(const std::vector<double>& samples) {
  return std::all_of(samples.begin(), samples.end(),
                     [](double one) { return std::isfinite(one) && one > 0; });
}

}  // namespace

Subject::Subject(Program program, const fs::path& link, fs::path scratch, Interruptions& interruptions)
    : program_(std::move(program)),
      name_(fs::absolute(program_.measured_by.empty() ? program_.file : program_.measured_by.front())),
      link_(link),
      output_(std::move(scratch)),
      interruptions_(interruptions) {
  require_runnable(program_.file);
  if (!program_.measured_by.empty()) require_runnable(program_.measured_by.front());
  fs::create_symlink(name_, link_);
}

// A script is given the path that it was started by, so it is started by its own.
Launch Subject::launch(std::vector<std::string> flags, double time_limit, std::size_t padding) const {
  Launch launch;
  launch.command = {name_.string()};
  const auto add = [&](auto begin, auto end) { launch.command.insert(launch.command.end(), begin, end); };
  auto name = name_.string().size();
  if (const auto& by = program_.measured_by; by.empty()) {
    add(program_.arguments.begin(), program_.arguments.end());
    add(flags.begin(), flags.end());
  } else {
    const auto file = fs::absolute(program_.file).string();
    name += file.size();
    add(by.begin() + 1, by.end());
    add(flags.begin(), flags.end());
    launch.command.insert(launch.command.end(), {"--", file});
    add(program_.arguments.begin(), program_.arguments.end());
  }
  if (!is_script(name_)) launch.file = link_.string();
  launch.time_limit = time_limit;
  launch.environment = {
      {"PARALLAX_PADDING", std::string(padding + (name < longest_name ? longest_name - name : 0), 'x')}};
  return launch;
}

void Subject::run(const std::string& name, const Plan& plan, std::size_t padding, double time_limit,
                  Visit& visit) {
  std::error_code none_yet;
  fs::remove(output_, none_yet);
  const auto time =
      plan.iterations > 0 ? fmt::format("{}x", plan.iterations) : fmt::format("{:.9f}", plan.seconds);
  const auto before = MachineState::now();
  auto asked =
      launch({"--benchmark_filter=" + exactly(name), "--benchmark_min_time=" + time,
              fmt::format("--benchmark_repetitions={}", plan.repetitions),
              "--benchmark_report_aggregates_only=false", "--benchmark_display_aggregates_only=false",
              "--benchmark_enable_random_interleaving=false", "--benchmark_format=console",
              "--benchmark_out=" + output_.string(), "--benchmark_out_format=json"},
             time_limit, padding);
  asked.most_output = 4096;
  const auto ended = run_process(asked, interruptions_);
  const auto disturbance = between(before, MachineState::now());
  visit.stolen = disturbance.stolen;
  visit.throttled = disturbance.throttled;
  visit.excluded = disturbance.too_much;

  // What the file says of a failure says more than an exit status does.
  std::string unreadable;
  try {
    // A pipe in its place would be waited for without an end.
    if (std::error_code none; fs::exists(output_, none) && !fs::is_regular_file(output_, none))
      throw ResultsError("JSON: is no file");
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
      if (cell->cpu_seconds.size() == cell->seconds.size())
        visit.cpu.assign(cell->cpu_seconds.begin() + static_cast<std::ptrdiff_t>(drop),
                         cell->cpu_seconds.end());
      // Its code may ask for aggregates only, whatever it is told. A visit is the median of its repetitions anyway.
      for (const auto* aggregate : {cell->aggregate("median"), cell->aggregate("mean")}) {
        if (!visit.wall.empty() || !aggregate) continue;
        visit.wall = {aggregate->value};
        if (aggregate->cpu_seconds) visit.cpu = {*aggregate->cpu_seconds};
      }
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
  if (!unreadable.empty()) {
    const auto said = ended.last_words();
    return fail("its results are of no use: " + text::printable(unreadable) +
                (said.empty() ? "" : "; it said: " + text::printable(said)));
  }
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

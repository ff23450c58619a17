// SPDX-License-Identifier: MIT
#include "benches/harness/help.hpp"

#include <algorithm>
#include <utility>

#include "benches/harness/two_columns.hpp"
#include "support/plain_text.hpp"

namespace parallax {
namespace {

constexpr std::size_t widest_flag = 24;

const std::vector<NamedText> first_examples{
    {"./bench cube", "one kernel, under every runtime"},
    {"./bench spin threads fork", "one kernel under two runtimes"},
    {"./bench --budget=3m", "an overview of everything in three minutes"}};

constexpr const char* google_benchmark = "Flags of Google Benchmark, all of which work";

const std::vector<FlagHelp> flags_of_google_benchmark{
    {most_used_flags, "--benchmark_repetitions=6",
     "Processes per cell; the table shows their median, from 6 on with its 95 % interval"},
    {most_used_flags, "--benchmark_out=results.json", "Results for ./report results.json"},
    {google_benchmark, "--benchmark_filter=REGEX", "Only cells whose name matches; a '-' in front negates"},
    {google_benchmark, "--benchmark_min_time=0.1",
     "Seconds that one process measures at least (default: 0.1); 100x is a number of iterations"},
    {google_benchmark, "--benchmark_enable_random_interleaving=true", "All repetitions in random order"},
    {google_benchmark, "--benchmark_format=json",
     "Results on standard output instead of the table; also csv and console, which is Google Benchmark's "
     "own"},
    {google_benchmark, "--benchmark_list_tests=true", "Names of cells, without measuring"}};

constexpr const char* what_it_does =
    "bench measures the same work under every concurrency strategy: each cell in a process of its own, its "
    "result verified before and after it is timed.";
constexpr const char* usage = "[NAME...] [FLAG...]";
constexpr const char* what_names_are =
    "A NAME is a kernel, a probe, a runtime, or any part of a cell's name: cube, fork, cube/fork, workers:2. "
    "Names of the same sort are alternatives, names of different sorts must all fit. Without any, all cells "
    "are measured, which takes long.";
constexpr const char* programs =
    "Behind \"--\" stands a whole program instead: bench --workers=1,2 -- ./prog --threads={workers} "
    "measures "
    "it with one and with two; further ones behind further \"--\".";
constexpr const char* exit_status =
    "0 all cells measured, 1 a cell failed, 2 wrong usage, 3 results could not be written or nothing could "
    "be "
    "run, 128 + n ended by signal n.";

struct Group {
  std::string title;
  std::vector<FlagHelp> flags;
};

// With those of Google Benchmark; the most used ones first.
std::vector<Group> grouped(const std::vector<FlagHelp>& flags) {
  std::vector<Group> groups{{most_used_flags, {}}};
  for (const auto* all : {&flags, &flags_of_google_benchmark}) {
    for (const FlagHelp& flag : *all) {
      auto group = std::find_if(groups.begin(), groups.end(),
                                [&](const Group& one) { return one.title == flag.group; });
      if (group == groups.end()) group = groups.insert(groups.end(), {flag.group, {}});
      group->flags.push_back(flag);
    }
  }
  return groups;
}

}  // namespace

std::string help_text(const std::vector<FlagHelp>& flags, std::size_t columns) {
  std::string help = text::wrapped(what_it_does, columns);
  help += '\n' + in_two_columns(first_examples, 2, columns);
  help += std::string("\nUsage: bench ") + usage + "\n\n";
  help += text::wrapped(what_names_are, columns);
  help += '\n' + text::wrapped(programs, columns);
  for (const Group& group : grouped(flags)) {
    std::vector<NamedText> members;
    for (const FlagHelp& flag : group.flags) members.push_back({flag.flag, flag.text});
    help += '\n' + group.title + '\n' + in_two_columns(members, 2, columns, widest_flag);
  }
  help += '\n' + text::wrapped(std::string("Exit status: ") + exit_status, columns);
  return help;
}

Manual manual_of(const std::vector<FlagHelp>& flags, std::vector<std::string> names) {
  Manual manual{.name = "bench",
                .summary = "measures the same work under every concurrency strategy",
                .usage = usage,
                .paragraphs = {what_it_does, what_names_are, programs},
                .words = std::move(names),
                .exit_status = exit_status};
  for (const Group& group : grouped(flags)) {
    ManualGroup members{group.title, {}};
    for (const FlagHelp& flag : group.flags) {
      const auto equals = flag.flag.find('=');
      members.flags.push_back({.names = {flag.flag.substr(0, equals)},
                               .value = equals == flag.flag.npos ? "" : flag.flag.substr(equals + 1),
                               .text = flag.text});
    }
    manual.groups.push_back(members);
  }
  return manual;
}

}  // namespace parallax

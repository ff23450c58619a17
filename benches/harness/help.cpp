// SPDX-License-Identifier: MIT
#include "benches/harness/help.hpp"

#include <algorithm>

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

}  // namespace

std::string help_text(const std::vector<FlagHelp>& flags, std::size_t columns) {
  std::string help = text::wrapped(
      "bench measures the same work under every concurrency strategy: each cell in a process of its own, its "
      "result verified before and after it is timed.",
      columns);
  help += '\n' + in_two_columns(first_examples, 2, columns);
  help += "\nUsage: bench [NAME...] [FLAG...]\n\n";
  help += text::wrapped(
      "A NAME is a kernel, a probe, a runtime, or any part of a cell's name: cube, fork, cube/fork, "
      "workers:2. "
      "Names of the same sort are alternatives, names of different sorts must all fit. Without any, all "
      "cells "
      "are measured, which takes long.",
      columns);

  help +=
      '\n' + text::wrapped(
                 "Behind \"--\" stands a whole program instead: bench --workers=1,2 -- ./prog "
                 "--threads={workers} measures it with one and with two; further ones behind further \"--\".",
                 columns);

  std::vector<FlagHelp> all = flags;
  all.insert(all.end(), flags_of_google_benchmark.begin(), flags_of_google_benchmark.end());
  std::vector<std::string> groups{most_used_flags};
  for (const FlagHelp& flag : all) {
    if (std::find(groups.begin(), groups.end(), flag.group) == groups.end()) groups.push_back(flag.group);
  }
  for (const std::string& group : groups) {
    std::vector<NamedText> members;
    for (const FlagHelp& flag : all) {
      if (flag.group == group) members.push_back({flag.flag, flag.text});
    }
    help += '\n' + group + '\n' + in_two_columns(members, 2, columns, widest_flag);
  }
  help += '\n' + text::wrapped(
                     "Exit status: 0 all cells measured, 1 a cell failed, 2 wrong usage, 3 results could "
                     "not be written or nothing could be run, 128 + n ended by signal n.",
                     columns);
  return help;
}

}  // namespace parallax

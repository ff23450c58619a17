// SPDX-License-Identifier: MIT
// The program `gate`: tells a slowdown from noise, and tests itself on the machine where it runs.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>

#include "reports/command_line.hpp"
#include "reports/gate/commands/commands.hpp"
#include "reports/gate/verdict.hpp"
#include "reports/gate/wrong_use.hpp"
#include "support/plain_text.hpp"
#include "support/standard_streams.hpp"

namespace {

namespace gate = parallax::reports::gate;

constexpr const char* exit_codes =
    "Exit codes:\n"
    "  0  passed: nothing got slower that matters (inconclusive cells included,\n"
    "     unless --strict)\n"
    "  1  at least one regression\n"
    "  2  wrong use: the command line, a program that is missing or is no benchmark,\n"
    "     a file that cannot be read, or that may not be written\n"
    "  3  not judged: the machine was too noisy, the base fails, benchmarks are gone,\n"
    "     the run is incomplete (Ctrl-C, budget), or nothing could be compared\n"
    "  4  failed: the head crashes, hangs, prints garbage or gives wrong answers\n"
    "  5  the gate itself failed: the disk is full, the system refused something, or\n"
    "     a bug; all outputs that could be written are there\n"
    "If several apply: 5 before 4 before 1 before 3.";

constexpr const char* usage =
    "gate: which two programs? It runs both in turn; is the second one slower?\n"
    "  ./gate BASE HEAD [options] [-- what both of them are told]\n"
    "BASE and HEAD are Google Benchmark programs: as it was, and as it is now.\n"
    "For example:\n"
    "  ./gate old/bench new/bench --filter=^cube/ --budget=5m --html=gate.html\n"
    "  scripts/gate main HEAD                       builds two commits first\n"
    "  ./gate --from=gate.json --html=gate.html     shows again, measures nothing\n"
    "All options, and aa-test, inject-test, history: ./gate --help\n";

const std::vector<parallax::reports::Habit> habits{
    {{"-o", "--output", "--out"}, "did you mean --json=FILE, --markdown=FILE or --html=FILE?"},
    {{"--threads", "--workers", "--jobs"}, "did you mean --most-workers?"},
    {{"--repetitions"}, "did you mean --pairs?"},
    {{"--time", "--duration"}, "did you mean --budget?"},
    {{"--md"}, "did you mean --markdown?"},
    {{"--base", "--head", "--baseline"}, "both programs stand without one: gate BASE HEAD"},
    {{"--benchmark_repetitions", "--benchmark_min_time", "--runtimes", "--sizes", "--grains"},
     "what both programs are told stands behind --"}};

int complain(gate::Exit code, const std::string& message) {
  gate::end_progress();
  parallax::tell("gate: {}\n", parallax::text::printable(message));
  return code;
}

int run(int argc, char** argv) {
  if (argc < 2) return parallax::tell("{}", usage), gate::wrong_use;
  CLI::App app{
      "Compares two builds of a benchmark program: is the second one slower, and how\n"
      "sure is that?\n"
      "gate BASE HEAD, or one of the subcommands.",
      "gate"};
  app.footer(exit_codes);
  app.require_subcommand(0, 1);
  const auto compare = gate::add_compare(app);
  auto* aa_test = app.add_subcommand("aa-test", "How often the gate raises a false alarm on this machine");
  auto* inject_test = app.add_subcommand(
      "inject-test", "How large a slowdown must be for the gate to see it on this machine");
  auto* history =
      app.add_subcommand("history", "Ratios of every commit to a pinned build, and where they changed");
  const auto test_alarms = gate::add_aa_test(*aa_test);
  const auto test_power = gate::add_inject_test(*inject_test);
  const auto keep_history = gate::add_history(*history);
  parallax::reports::add_manual(app, "compares two builds of a benchmark program: did it get slower");
  try {
    gate::keep_invocation(argc, argv);
    app.parse(argc, argv);
    std::signal(SIGXFSZ, SIG_IGN);  // a limit is then an error of write(), not our death
    std::signal(SIGPIPE, SIG_IGN);
    if (*aa_test) return test_alarms();
    if (*inject_test) return test_power();
    if (*history) return keep_history();
    return compare();
  } catch (const CLI::ParseError& error) {
    return parallax::reports::answer_parse_error(app, error, habits);
  }
}

}  // namespace

int main(int argc, char** argv) {
  parallax::occupy_standard_descriptors();
  try {
    return run(argc, argv);
  } catch (const gate::WrongUse& error) {
    return complain(gate::wrong_use, error.what());
  } catch (const std::exception& error) {
    return complain(gate::gave_up, error.what());
  }
}

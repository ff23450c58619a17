// SPDX-License-Identifier: MIT
// gate inject-test: slows the specimen down by known amounts and by known mistakes, and counts what is found.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "reports/command_line.hpp"
#include "reports/gate/commands/commands.hpp"
#include "reports/gate/commands/outputs.hpp"
#include "reports/gate/self_test/detection.hpp"
#include "reports/gate/self_test/recording.hpp"
#include "reports/gate/verdict.hpp"
#include "reports/html/detection_page.hpp"
#include "support/standard_streams.hpp"

namespace parallax::reports::gate {
namespace {

struct InjectOptions {
  Settings settings;
  std::vector<double> effects{2, 3, 5, 7.5, 10, 15, 20, 30, 50};
  std::size_t rounds = 72, plays = 200;
  std::string recording, from, noise, html;
};

int run(InjectOptions& options) {
  options.settings.progress = progress_line();
  require_writable({{"--recording", options.recording}, {"--html", options.html}},
                   {{"the recording", options.from}});
  const auto needed = options.settings.screening + options.settings.confirming;
  if (options.from.empty() && options.rounds < needed)
    throw WrongUse(fmt::format("--rounds={} is too few: a run takes {}", options.rounds, needed));
  Outputs outputs;
  Recording recording;
  if (options.from.empty()) {
    const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    auto changes = uniform_changes(options.effects);
    for (const auto& more : {realistic_changes(), harmless_changes(folder)})
      changes.insert(changes.end(), more.begin(), more.end());
    Interruptions interruptions;
    recording = record(folder / "gate-specimen", changes, options.rounds, options.settings.budget,
                       options.settings, interruptions);
    recording.noise = options.noise;
    outputs.write(options.recording, [&] { return to_json(recording); });
    if (!recording.ended.empty()) {
      end_progress();
      tell("gate: the recording ended after {} rounds: {}\n", recording.rounds, recording.ended);
    }
    if (recording.rounds < needed) {  // by the budget, or by a signal
      end_progress();
      tell("gate: {} rounds were recorded, and a run takes {}\n", recording.rounds, needed);
      return outputs.exit(not_judged);
    }
  } else {
    recording = read_recording(options.from);
  }
  const auto rows = detections(recording, options.settings, options.plays, options.settings.progress);
  end_progress();
  outputs.write(options.html, [&] { return html::detection_page(rows, about(recording)); });
  outputs.print([&] { return detection_text(rows, recording); });
  return outputs.exit(passed);
}

}  // namespace

Command add_inject_test(CLI::App& app) {
  const auto options = std::make_shared<InjectOptions>();
  options->settings.budget = 1800;
  options->settings.seed = 1;
  add_measuring_options(app, options->settings);
  app.add_option("--effects", options->effects, "Slowdowns in percent")
      ->delimiter(',')
      ->check(number_from(0.1, 1000))
      ->capture_default_str();
  app.add_option("--rounds", options->rounds, "Rounds to record; both stages of a run take theirs from them")
      ->check(whole_number_from(40, 100'000))
      ->capture_default_str();
  app.add_option("--plays", options->plays, "Runs played of each change")
      ->check(whole_number_from(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--recording", options->recording, "Keep the raw samples in this file");
  app.add_option("--from", options->from, "Measure nothing: play runs from such a file");
  app.add_option("--html", options->html, "Write a page with charts");
  app.add_option("--noise", options->noise, "What else runs meanwhile, for the record");
  return [options] { return run(*options); };
}

}  // namespace parallax::reports::gate

// SPDX-License-Identifier: MIT
#include "reports/gate/self_test/recording.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "reports/gate/compare.hpp"
#include "reports/gate/input_text.hpp"
#include "reports/gate/plan.hpp"
#include "reports/gate/schedule.hpp"
#include "reports/gate/subject.hpp"
#include "reports/results/file_kind.hpp"

namespace parallax::reports::gate {
namespace {

using Clock = std::chrono::steady_clock;

// A subject for each program and its arguments.
struct Arms {
  Scratch scratch;
  std::vector<std::unique_ptr<Subject>> subjects;

  std::size_t add(const std::filesystem::path& file, const std::vector<std::string>& arguments,
                  Interruptions& interruptions) {
    subjects.push_back(std::make_unique<Subject>(Program{file.string(), arguments, {}, {}},
                                                 scratch.link(static_cast<int>(subjects.size())),
                                                 scratch.output(), interruptions));
    return subjects.size() - 1;
  }
};

struct Place {
  std::size_t cell, arm, subject;
};

}  // namespace

std::vector<std::string> specimen_cells() {
  return {"compute/threads/workers:1", "compute/threads/workers:2",  "locked/threads/workers:1",
          "locked/threads/workers:2",  "counters/threads/workers:1", "counters/threads/workers:2",
          "queue/threads/workers:1",   "queue/threads/workers:2"};
}

std::vector<Change> uniform_changes(const std::vector<double>& percents) {
  std::vector<Change> changes;
  for (const auto& cell : specimen_cells())
    for (const double percent : percents)
      changes.push_back(
          {"uniform", percent, cell, {}, {fmt::format("--inject=uniform:{}@{}", percent, cell)}});
  return changes;
}

std::vector<Change> realistic_changes() {
  std::vector<Change> changes;
  const auto add = [&](const char* kind, const std::string& cell) {
    changes.push_back({kind, 0, cell, {}, {fmt::format("--inject={}@{}", kind, cell)}});
  };
  for (const char* workers : {"1", "2"}) {
    const auto cell = [&](const char* kernel) {
      return fmt::format("{}/threads/workers:{}", kernel, workers);
    };
    add("critical-section", cell("locked"));
    add("false-sharing", cell("counters"));
    add("fence", cell("queue"));
    add("allocation", cell("queue"));
  }
  add("fewer-workers", "compute/threads/workers:2");
  return changes;
}

std::vector<Change> harmless_changes(const std::filesystem::path& folder) {
  return {{"rebuilt", 0, {}, (folder / "gate-specimen-rebuilt").string(), {}},
          {"shifted", 0, {}, (folder / "gate-specimen-shifted").string(), {}}};
}

Recording record(const std::filesystem::path& specimen, const std::vector<Change>& changes,
                 std::size_t rounds, double seconds, const Settings& settings, Interruptions& interruptions) {
  const auto start = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  Recording recording{
      .program = specimen.string(), .noise = {}, .changes = changes, .cells = {}, .rounds = 0};
  Arms arms;
  std::vector<std::size_t> unchanged;
  for (std::size_t i = 0; i < Recording::unchanged_arms; ++i)
    unchanged.push_back(arms.add(specimen, {}, interruptions));
  const auto names = specimen_cells();
  std::vector<Place> places;
  for (std::size_t cell = 0; cell < names.size(); ++cell) {
    recording.cells.push_back({names[cell], {}});
    for (std::size_t i = 0; i < unchanged.size(); ++i) {
      recording.cells.back().arms.push_back({Recording::unchanged, {}});
      places.push_back({cell, i, unchanged[i]});
    }
  }
  for (std::size_t change = 0; change < changes.size(); ++change) {
    const auto& one = changes[change];
    const auto subject = arms.add(one.program.empty() ? specimen : std::filesystem::path(one.program),
                                  one.arguments, interruptions);
    for (std::size_t cell = 0; cell < names.size(); ++cell) {
      if (!one.cell.empty() && one.cell != names[cell]) continue;
      recording.cells[cell].arms.push_back({change, {}});
      places.push_back({cell, recording.cells[cell].arms.size() - 1, subject});
    }
  }

  std::vector<Plan> plans;
  for (const auto& name : names) {
    Visit visit;
    arms.subjects[unchanged.front()]->run(name, first_probe(false), 0, settings.time_limit, visit);
    if (!visit.failure.empty())
      throw std::runtime_error(fmt::format("{}: {}: {}", specimen.string(), name, visit.failure));
    plans.push_back(plan_for(value_of(visit, Metric::wall), settings.visit, false, false));
  }
  Schedule schedule(settings.seed);
  const auto stopped = [&] { return interruptions.signal() != 0 || !recording.ended.empty(); };
  while (recording.rounds < rounds && (seconds <= 0 || elapsed() < seconds) && !stopped()) {
    if (settings.progress)
      settings.progress(
          fmt::format("recording round {} of {}, {:.0f} s", recording.rounds + 1, rounds, elapsed()));
    for (auto& cell : recording.cells)
      for (auto& arm : cell.arms) arm.rounds.emplace_back();
    // The arms of a cell run one after the other, so that those that are compared are close in time.
    for (const auto cell : schedule.order(names.size())) {
      if (stopped()) break;
      std::vector<Place> here;
      for (const auto& place : places)
        if (place.cell == cell) here.push_back(place);
      for (const auto index : schedule.order(here.size())) {
        Visit visit;
        arms.subjects[here[index].subject]->run(names[cell], plans[cell], schedule.padding(),
                                                settings.time_limit, visit);
        if (interruptions.signal() != 0) break;
        if (!visit.failure.empty()) recording.ended = fmt::format("{}: {}", names[cell], visit.failure);
        if (stopped()) break;
        if (!visit.excluded) recording.cells[cell].arms[here[index].arm].rounds.back() = visit.wall;
      }
    }
    ++recording.rounds;
  }
  if (stopped() && recording.rounds > 0) {  // the last one is not complete
    --recording.rounds;
    for (auto& cell : recording.cells)
      for (auto& arm : cell.arms) arm.rounds.resize(recording.rounds);
  }
  return recording;
}

std::string to_json(const Recording& recording) {
  nlohmann::json json{{"schema", 1},
                      {"program", recording.program},
                      {"noise", recording.noise},
                      {"rounds", recording.rounds}};
  json["changes"] = nlohmann::json::array();
  for (const auto& change : recording.changes)
    json["changes"].push_back({{"name", change.name},
                               {"percent", change.percent},
                               {"cell", change.cell},
                               {"program", change.program},
                               {"arguments", change.arguments}});
  json["cells"] = nlohmann::json::array();
  for (const auto& cell : recording.cells) {
    nlohmann::json arms = nlohmann::json::array();
    for (const auto& arm : cell.arms) {
      nlohmann::json one{{"rounds", arm.rounds}};
      if (arm.change != Recording::unchanged) one["change"] = arm.change;
      arms.push_back(std::move(one));
    }
    json["cells"].push_back({{"name", cell.name}, {"arms", std::move(arms)}});
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Recording read_recording(const std::filesystem::path& file) {
  const auto wrong = wrong_kind_text(file, FileKind::recording, kind_of_file(file));
  if (!wrong.empty()) throw RecordingError(wrong);
  std::string text;
  try {
    text = input_text(file);
  } catch (const InputError& unreadable) {
    throw RecordingError(unreadable.what());
  }
  if (kind_of_text(text) == FileKind::empty)
    throw RecordingError(
        fmt::format("{}: is empty; gate inject-test --recording=FILE writes a recording", file.string()));
  try {
    const auto json = nlohmann::json::parse(text);
    if (json.at("schema") != 1) throw std::runtime_error("has another schema than 1");
    Recording recording{.program = json.at("program"),
                        .noise = json.at("noise"),
                        .changes = {},
                        .cells = {},
                        .rounds = json.at("rounds")};
    for (const auto& one : json.at("changes"))
      recording.changes.push_back(
          {one.at("name"), one.at("percent"), one.at("cell"), one.at("program"), one.at("arguments")});
    for (const auto& one : json.at("cells")) {
      RecordedCell cell{one.at("name"), {}};
      for (const auto& arm : one.at("arms")) {
        RecordedArm recorded{arm.contains("change") ? arm["change"].get<std::size_t>() : Recording::unchanged,
                             arm.at("rounds")};
        if (recorded.rounds.size() != recording.rounds ||
            (recorded.change != Recording::unchanged && recorded.change >= recording.changes.size()))
          throw std::runtime_error(fmt::format("has an arm of {} that does not fit", cell.name));
        cell.arms.push_back(std::move(recorded));
      }
      if (cell.arms.size() < Recording::unchanged_arms)
        throw std::runtime_error(fmt::format("has no control of {}", cell.name));
      recording.cells.push_back(std::move(cell));
    }
    return recording;
  } catch (const std::exception& error) {
    throw RecordingError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

}  // namespace parallax::reports::gate

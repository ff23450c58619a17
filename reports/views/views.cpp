// SPDX-License-Identifier: MIT
// From cells to everything that a report shows.
#include "reports/views/views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <tuple>

#include "reports/statistics/modality.hpp"
#include "reports/views/natural_order.hpp"
#include "support/units.hpp"

namespace parallax::reports {
namespace {

bool after_serial(const std::string& runtime) { return runtime != "serial"; }

bool comes_before(const CellId& a, const CellId& b) {
  if (a.kernel != b.kernel) return comes_naturally_before(a.kernel, b.kernel);
  const auto key = [](const CellId& id, const bool& after) {
    return std::tie(id.size, id.grain, id.parameters, id.control, after, id.runtime, id.workers);
  };
  const bool a_after = after_serial(a.runtime), b_after = after_serial(b.runtime);
  return key(a, a_after) < key(b, b_after);
}

std::optional<std::int64_t> processors_of(const Source& source) {
  for (const auto* key : {"usable_cpus", "num_cpus"}) {
    const auto text = source[key];
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error == std::errc{} && end == text.data() + text.size() && count > 0) return count;
  }
  return std::nullopt;
}

// The cells of ours are always sorted: works are made of neighbours.
bool comes_before(const CellId& a, const CellId& b, Order order) {
  const bool a_is_ours = !a.runtime.empty(), b_is_ours = !b.runtime.empty();
  if (order == Order::by_name || (a_is_ours && b_is_ours)) return comes_before(a, b);
  return a_is_ours && !b_is_ours;
}

void add_rows(Views& views, Order how) {
  const Comparisons comparisons(views.cells);
  std::vector<std::size_t> order(views.cells.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return comes_before(views.cells[a].id, views.cells[b].id, how);
  });
  const auto probes = probe_names(views.sources);
  std::set<std::pair<bool, std::string>> runtimes;
  for (const auto cell : order) {
    const auto index = views.rows.size();
    auto& row = views.rows.emplace_back(make_row(views.cells[cell], comparisons));
    row.cell = cell;
    if (is_failure(row.status)) views.failures.push_back(index);
    if (row.status == Status::not_supported) views.unsupported.push_back(index);
    row.probe = probes.count(row.id.kernel) != 0 && !row.id.runtime.empty();
    if (row.probe) continue;
    if (!row.id.runtime.empty()) runtimes.emplace(after_serial(row.id.runtime), row.id.runtime);
    if (views.kernels.empty() || views.kernels.back() != row.id.kernel)
      views.kernels.push_back(row.id.kernel);
  }
  for (const auto& runtime : runtimes) views.runtimes.push_back(runtime.second);
  views.looks = views.runtimes;
}

// The warning belongs to the speed-up: nobody expects two processors to do the work of eight.
void warn_of_too_many_workers(Views& views) {
  if (!views.processors) return;
  for (auto& row : views.rows)
    if (row.work && computes(views.works[*row.work].kind) && row.speedup.estimate &&
        *row.id.workers > *views.processors)
      row.speedup.estimate->warn("more workers than processors");
}

void warn_of_disturbance(Views& views) {
  views.disturbance = find_disturbance(views.rows, views.processors);
  for (const auto index : views.disturbance.throttled)
    views.rows[index].seconds->warn(std::string(throttled_warning()));
  for (const auto index : views.disturbance.rows) {
    views.rows[index].is_disturbed = true;
    views.rows[index].seconds->warn(disturbed_warning(views.disturbance));
  }
}

void warn_of_two_modes(Views& views) {
  std::vector<std::size_t> measured;
  std::vector<double> probabilities;
  for (std::size_t index = 0; index < views.rows.size(); ++index) {
    if (!views.rows[index].seconds) continue;
    measured.push_back(index);
    probabilities.push_back(one_mode_probability(views.cells[views.rows[index].cell].seconds));
  }
  const auto few = find_few(probabilities);
  for (std::size_t i = 0; i < measured.size(); ++i)
    if (few[i]) views.rows[measured[i]].seconds->warn("two modes: no single value describes it");
}

const Row* alone(const Views& views, const Row& row) {
  for (const auto index : views.works[*row.work].rows) {
    const auto& other = views.rows[index];
    if (other.id.runtime == row.id.runtime && other.id.workers == 1 && other.speedup.estimate) return &other;
  }
  return nullptr;
}

// What computes gains no more than its workers. Where it did, `serial` was slower than it should be (a slow mode of
// the machine's clock, say), which one worker of the runtime shows; or the caches of several workers hold what that of
// one does not. What a runtime gains over itself with one worker tells more.
void warn_of_too_much_gain(Views& views) {
  for (auto& row : views.rows) {
    if (!row.work || !computes(views.works[*row.work].kind) || !row.speedup.estimate || !row.id.workers)
      continue;
    const auto most = static_cast<double>(*row.id.workers) * 1.05;
    const auto& gain = *row.speedup.estimate;
    if (!gain.surely_above(most)) continue;
    const auto* one = alone(views, row);
    const bool is_serial_slow = one && one->speedup.estimate->surely_above(1);
    auto text = fmt::format(
        "speed-up above {0}× with {0} worker{1}: {2}", *row.id.workers, *row.id.workers == 1 ? "" : "s",
        is_serial_slow ? "serial was too slow" : "serial was too slow, or several workers have more cache");
    if (one && one != &row && one->seconds && row.seconds)
      text += fmt::format("; {} over itself with 1 worker",
                          ratio_text(one->seconds->point() / row.seconds->point()));
    row.speedup.estimate->warn(std::move(text));
  }
}

void add_controls(Views& views) {
  const Comparisons comparisons(views.cells);
  std::map<const Cell*, std::size_t> row_of;
  for (std::size_t index = 0; index < views.rows.size(); ++index)
    row_of[&views.cells[views.rows[index].cell]] = index;
  for (std::size_t index = 0; index < views.rows.size(); ++index) {
    const auto& cell = views.cells[views.rows[index].cell];
    if (!cell.id.control) continue;
    ControlView control{index, {}, {{}, "the cell it is the twin of was not measured"}};
    if (const auto* twin = comparisons.twin(cell)) {
      control.by_interface = row_of[twin];
      control.cost = compare(*twin, cell);
    }
    views.controls.push_back(std::move(control));
  }
}

Noise noise_of(const Views& views) {
  std::vector<std::span<const double>> serial;
  for (const auto& row : views.rows)
    if (row.id.runtime == "serial" && !row.id.control && row.status == Status::value && row.work &&
        computes(views.works[*row.work].kind))
      serial.push_back(views.cells[row.cell].seconds);
  return machine_noise(serial);
}

std::vector<Note> count_warnings(const Views& views) {
  std::map<std::string, std::size_t> counts;
  const auto add = [&](const std::optional<Estimate>& estimate) {
    if (!estimate) return;
    for (const auto& warning : estimate->warnings()) ++counts[warning];
  };
  for (const auto& row : views.rows) add(row.seconds), add(row.speedup.estimate);
  for (const auto& control : views.controls) add(control.cost.estimate);
  std::vector<Note> notes;
  for (const auto& warning : views.noise.warnings) notes.push_back({warning, views.noise.cells});
  for (const auto& [text, values] : counts) notes.push_back({text, values});
  return notes;
}

}  // namespace

Views make_views(Results results, Order order) {
  Views views;
  views.sources = std::move(results.sources);
  views.cells = std::move(results.cells);
  if (!views.sources.empty()) views.processors = processors_of(views.sources.front());
  add_rows(views, order);
  warn_of_disturbance(views);
  warn_of_two_modes(views);
  views.probes = gather_probes(views.rows);
  views.works = gather_works(views.rows, views.cells, Demands(views.sources));
  warn_of_too_many_workers(views);
  warn_of_too_much_gain(views);
  if (!views.disturbance.is_high) {
    views.answers = make_answers(views.works, views.rows, views.cells, views.runtimes, views.processors);
    views.kernel_answers =
        make_kernel_answers(views.works, views.rows, views.cells, views.runtimes, views.processors);
  }
  views.grain_sweeps = find_grain_sweeps(views.works, views.rows, views.cells, views.sweeps_left_out);
  for (auto& sweep : find_amount_sweeps(views.works, views.rows, views.cells, views.sweeps_left_out))
    views.grain_sweeps.push_back(std::move(sweep));
  views.size_sweeps = find_size_sweeps(views.works, views.rows, views.cells, views.sweeps_left_out);
  views.overheads = find_overheads(views.works, views.rows, views.runtimes, views.processors);
  views.splits = find_splits(views.works, views.rows, views.processors);
  views.fits = fit_works(views.works, views.rows, views.cells, views.processors);
  add_controls(views);
  views.noise = noise_of(views);
  views.notes = count_warnings(views);
  return views;
}

std::size_t add_timelines(Views& views, std::vector<TraceCell> timelines) {
  std::map<std::string, TraceCell*> by_name;
  for (TraceCell& timeline : timelines) by_name.emplace(timeline.name, &timeline);
  for (const Row& row : views.rows) {
    const auto found = by_name.find(views.cells[row.cell].name);
    if (found == by_name.end()) continue;
    views.timelines.push_back(std::move(*found->second));
    by_name.erase(found);
  }
  return views.timelines.size();
}

void share_looks(std::vector<Views>& results) {
  std::set<std::pair<bool, std::string>> all;
  for (const auto& views : results)
    for (const auto& runtime : views.runtimes) all.emplace(after_serial(runtime), runtime);
  for (auto& views : results) {
    views.looks.clear();
    for (const auto& runtime : all) views.looks.push_back(runtime.second);
  }
}

}  // namespace parallax::reports

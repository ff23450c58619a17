// SPDX-License-Identifier: MIT
#include "reports/views/work.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "support/units.hpp"

namespace parallax::reports {
namespace {

// Who did it with the fewest workers and has a value: serial if it did.
const Row* fewest_workers(const Work& work, const std::vector<Row>& rows) {
  const Row* fewest = nullptr;
  for (const auto index : work.rows) {
    const auto& row = rows[index];
    if (!row.seconds || !(row.seconds->point() > 0)) continue;
    if (!fewest || row.id.workers < fewest->id.workers) fewest = &row;
  }
  return fewest;
}

double workers_of(const Row& row) { return static_cast<double>(std::max<std::int64_t>(1, *row.id.workers)); }

// How much of its time one worker was busy, where that is known.
std::optional<double> busy_share(const Row& fewest) {
  if (!fewest.cores_used) return std::nullopt;
  return *fewest.cores_used / workers_of(fewest);
}

bool states_bytes(const Work& work, const std::vector<Row>& rows) {
  return std::any_of(work.rows.begin(), work.rows.end(),
                     [&](std::size_t index) { return rows[index].counter("bytes_per_second"); });
}

// A tree's cells have the depth at which it is cut off among their parameters.
bool is_tree(const Work& work, const std::vector<Row>& rows) {
  const auto& parameters = rows[work.rows.front()].id.parameters;
  return std::any_of(parameters.begin(), parameters.end(),
                     [](const auto& one) { return one.first == "cutoff"; });
}

// A graph's rows say how many dependences it has; a task that waits is the only work of theirs that does.
bool is_graph(const Work& work, const std::vector<Row>& rows) {
  return std::any_of(work.rows.begin(), work.rows.end(),
                     [&](std::size_t index) { return rows[index].counter("dependences"); });
}
bool waits(const Work& work, const std::vector<Row>& rows) {
  const auto& parameters = rows[work.rows.front()].id.parameters;
  return std::find(parameters.begin(), parameters.end(),
                   std::pair<std::string, std::string>("work", "wait")) != parameters.end();
}

// What the kernel does decides, and only within what it leaves open how busy a worker was. Whoever shares its processor
// with others seems to wait.
WorkKind kind_of(const Work& work, const std::vector<Row>& rows, Demand demand) {
  if (work.kernel == "empty") return WorkKind::overhead;
  const auto* fewest = fewest_workers(work, rows);
  if (!fewest) return WorkKind::unknown;
  const auto busy = busy_share(*fewest);
  const bool may_wait = is_graph(work, rows) ? waits(work, rows) : demand != Demand::computing;
  if (may_wait && (work.is_disturbed || !busy) && demand != Demand::unknown)
    return demand == Demand::waiting ? WorkKind::waiting : WorkKind::mixed;
  if (may_wait && !busy) return WorkKind::unknown;
  if (may_wait && *busy < waiting_share) return WorkKind::waiting;
  if (may_wait && *busy < mixed_share) return WorkKind::mixed;
  if (is_tree(work, rows)) return WorkKind::recursive;
  if (is_graph(work, rows)) return WorkKind::dependent;
  if (states_bytes(work, rows)) return WorkKind::memory;
  if (!work.chunk_seconds) return WorkKind::unknown;
  return *work.chunk_seconds < tiny_chunk_seconds ? WorkKind::tiny : WorkKind::coarse;
}

std::optional<double> chunk_seconds(const Work& work, const std::vector<Row>& rows) {
  const auto* fewest = fewest_workers(work, rows);
  if (!fewest) return std::nullopt;
  const auto whole = fewest->seconds->point() * workers_of(*fewest);
  if (const auto rate = fewest->counter("items_per_second");
      rate && (is_tree(work, rows) || is_graph(work, rows)))
    return workers_of(*fewest) / rate->point();  // items are nodes or tasks
  if (!work.size || !work.grain || *work.size <= 0) return whole;
  const auto chunks =
      static_cast<double>(*work.size) / static_cast<double>(std::max<std::int64_t>(1, *work.grain));
  return whole / std::max(1.0, chunks);
}

void find_best_rows(Work& work, const std::vector<Row>& rows, const std::vector<Cell>& cells) {
  for (const auto index : work.rows) {
    if (usable_times(rows[index], cells).empty()) continue;
    auto& best_rows = work.best_rows;  // the rows of a runtime stand together
    if (best_rows.empty() || rows[best_rows.back().row].id.runtime != rows[index].id.runtime)
      best_rows.push_back({index, {}});
    else if (rows[index].seconds->point() < rows[best_rows.back().row].seconds->point())
      best_rows.back().row = index;
  }
  std::vector<Contender> contenders;
  for (const auto& best : work.best_rows) contenders.push_back({usable_times(rows[best.row], cells)});
  auto standings = winners(contenders);
  for (std::size_t i = 0; i < standings.size(); ++i) {
    auto& standing = work.best_rows[i].standing = std::move(standings[i]);
    if (work.is_disturbed) standing.is_best = standing.resolved = false;
  }
}

}  // namespace

std::string_view kind_name(WorkKind kind) {
  constexpr std::array<std::string_view, 9> names{"tiny",    "coarse", "recursive", "dependent", "memory",
                                                  "waiting", "mixed",  "overhead",  "unknown"};
  return names[static_cast<std::size_t>(kind)];
}

std::vector<Work> gather_works(std::vector<Row>& rows, const std::vector<Cell>& cells,
                               const Demands& demands) {
  std::vector<Work> works;
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    auto& row = rows[index];
    if (row.id.runtime.empty() || row.id.control || row.probe) continue;
    const auto [where, is_new] = known.try_emplace(row.id.work(), works.size());
    if (is_new) {
      works.emplace_back();
      works.back().kernel = row.id.kernel;
      works.back().size = row.id.size;
      works.back().grain = row.id.grain;
      works.back().parameters = parameters_text(row.id);
    }
    row.work = where->second;
    auto& work = works[where->second];
    work.rows.push_back(index);
    work.is_disturbed = work.is_disturbed || row.is_disturbed;
    if (row.id.runtime == "serial" && row.seconds && !work.serial) work.serial = index;
  }
  for (auto& work : works) {
    work.chunk_seconds = chunk_seconds(work, rows);
    work.kind = kind_of(work, rows, demands.of(work.kernel));
    find_best_rows(work, rows, cells);
  }
  return works;
}

std::optional<std::size_t> fastest_row(const Work& work, const std::vector<Row>& rows,
                                       const std::string& runtime, std::optional<std::int64_t> most_workers) {
  std::optional<std::size_t> fastest;
  for (const auto index : work.rows) {
    const auto& row = rows[index];
    if (row.id.runtime != runtime || !row.seconds) continue;
    if (most_workers && row.id.workers > *most_workers) continue;
    if (!fastest || row.seconds->point() < rows[*fastest].seconds->point()) fastest = index;
  }
  return fastest;
}

const BestRow* best_row_of(const Work& work, const std::vector<Row>& rows, const std::string& runtime) {
  for (const auto& best : work.best_rows)
    if (rows[best.row].id.runtime == runtime) return &best;
  return nullptr;
}

std::string described(const Work& work) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (work.size) add("size " + count_text(*work.size));
  if (work.grain) add("grain " + count_text(*work.grain));
  if (!work.parameters.empty()) add(work.parameters);
  return text.empty() ? "no parameters" : text;
}

}  // namespace parallax::reports

// SPDX-License-Identifier: MIT
#include "reports/pep371/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>

#include "reports/statistics/median.hpp"
#include "reports/statistics/ratio.hpp"

namespace parallax::reports::pep371 {
namespace {

// One loop of the PEP as a kernel of ours: n loops are `size` x n items in n chunks.
struct Loop {
  Test test;
  std::string_view kernel;
  std::int64_t size;
  int helpers;  // workers beside the n that the PEP counts
  std::string_view parameter, value, variant;
  std::string_view here;
};

constexpr std::array loops{
    Loop{empty_func, "empty", 1, 1, "", "", "",
         "`empty`, n items, n workers beside the caller, which is one too (workers:n+1), so that n are "
         "started"},
    Loop{fibonacci, "fibonacci", 1, 0, "", "", "", "`fibonacci`, F(50000) with GMP's integers"},
    Loop{crunch_primes, "primes", 1, 0, "", "", "", "`primes`, trial division by every number"},
    Loop{file_io, "file_read", 4096, 0, "", "", "",
         "`file_read`, 4096 seeks in 1 MiB of the page cache; the PEP does not state its number and file"},
    Loop{url_get, "http_get", 100, 0, "latency_us", "0", "latency 0",
         "`http_get`, 100 pages of 1 KiB, a connection for each, from a server on this machine"},
    Loop{url_get, "http_get", 100, 0, "latency_us", "1000", "latency 1 ms",
         "the same from a server that answers after 1 ms; the PEP's requests took 1.25 ms"}};

constexpr std::array<std::string_view, column_count> runtimes{"serial", "gil", "threads", "fork"};

bool has_parameter(const CellId& id, std::string_view name, std::string_view value) {
  return std::any_of(id.parameters.begin(), id.parameters.end(), [&](const auto& parameter) {
    return parameter.first == name && parameter.second == value;
  });
}

struct Place {
  std::size_t loop;
  int n;
  Column column;
};

// Where in the tables a cell belongs, if it does.
std::optional<Place> place_of(const CellId& id) {
  const auto runtime = std::find(runtimes.begin(), runtimes.end(), id.runtime);
  if (runtime == runtimes.end() || id.control || !id.size || !id.grain) return {};
  const auto column = static_cast<Column>(runtime - runtimes.begin());
  for (std::size_t i = 0; i < loops.size(); ++i) {
    const Loop& loop = loops.at(i);
    if (loop.kernel != id.kernel || *id.grain != loop.size || *id.size % loop.size != 0) continue;
    if (!loop.parameter.empty() && !has_parameter(id, loop.parameter, loop.value)) continue;
    const std::int64_t n = *id.size / loop.size;
    if (id.workers != (column == serial ? 1 : n + loop.helpers)) continue;
    for (const PublishedRow& row : published(loop.test).rows) {
      if (row.n == n) return Place{i, row.n, column};
    }
  }
  return {};
}

// The whole region, as the PEP timed it.
std::vector<double> regions(const Cell& cell) {
  if (status_of(cell) != Status::value)
    throw ResultsError(
        fmt::format("{}: {}", cell.name, cell.errors.empty() ? "failed" : cell.errors.front()));
  std::vector<double> samples = cell.seconds;
  for (const char* part : {"start", "stop"}) {
    const auto counter = cell.counters.find(part);
    if (counter == cell.counters.end() || counter->second.size() != samples.size())
      throw ResultsError(
          fmt::format("{}: does not say in every repetition how long its {} took", cell.name, part));
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] += counter->second[i];
  }
  return samples;
}

bool comparable(const Row& row) {
  return !row.seconds[serial].empty() && std::any_of(row.seconds.begin() + 1, row.seconds.end(),
                                                     [](const auto& samples) { return !samples.empty(); });
}

std::int64_t cores_of(const std::vector<Results>& files) {
  std::int64_t cores = 0;
  for (const Results& results : files) {
    for (const Source& source : results.sources) {
      const std::string_view text = source["usable_cpus"];
      std::from_chars(text.data(), text.data() + text.size(), cores);
    }
  }
  return cores;
}

}  // namespace

const char* const queue_differs =
    "The PEP puts items into a queue and takes them out again in one process, in n threads, in n processes, "
    "and does "
    "not state how many and how large. No runtime of ours hands work out through such a queue, so there is "
    "no serial "
    "time and no thread's to divide by; `round_trip` and `throughput` measure the queue itself "
    "(`feeder-queue`, built as "
    "multiprocessing's Queue).";

Tables tables_of(const std::vector<Results>& files) {
  std::array<std::map<int, Row>, loops.size()> rows;
  for (const Results& results : files) {
    for (const Cell& cell : results.cells) {
      const auto place = place_of(cell.id);
      if (!place) continue;
      Row& row = rows.at(place->loop)[place->n];
      row.n = place->n;
      auto& seconds = row.seconds[place->column];
      const auto more = regions(cell);
      seconds.insert(seconds.end(), more.begin(), more.end());
    }
  }
  Tables tables{.cores = cores_of(files), .tables = {}};
  for (std::size_t i = 0; i < loops.size(); ++i) {
    Table table{.test = loops.at(i).test,
                .variant = std::string(loops.at(i).variant),
                .here = std::string(loops.at(i).here),
                .rows = {}};
    for (const auto& [n, row] : rows.at(i)) {
      if (comparable(row)) table.rows.push_back(row);
    }
    if (!table.rows.empty()) tables.tables.push_back(std::move(table));
  }
  if (tables.tables.empty())
    throw ResultsError("no cells of PEP 371's tables in these results; scripts/pep371 measures them");
  return tables;
}

std::vector<QueueMessage> queue_messages(const std::vector<Results>& files) {
  std::vector<QueueMessage> messages;
  for (const Results& results : files) {
    for (const Cell& cell : results.cells) {
      if (cell.id.kernel != "throughput" || cell.id.runtime != "feeder-queue" || !cell.id.size ||
          status_of(cell) != Status::value || cell.seconds.empty())
        continue;
      std::vector<double> per_message;
      for (const double seconds : cell.seconds)
        per_message.push_back(seconds / static_cast<double>(*cell.id.size));
      messages.push_back({cell.name, median_with_interval(per_message)});
    }
  }
  return messages;
}

std::optional<Quotient> quotient(const Row& row, Column numerator, Column denominator) {
  const auto &over = row.seconds[numerator], &under = row.seconds[denominator];
  if (over.empty() || under.empty()) return {};
  return Quotient{*std::min_element(over.begin(), over.end()) / *std::min_element(under.begin(), under.end()),
                  ratio_of_medians(over, under)};
}

}  // namespace parallax::reports::pep371

// SPDX-License-Identifier: MIT
#include "reports/pep371/tables_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/estimate_text.hpp"
#include "reports/statistics/median.hpp"
#include "support/units.hpp"

namespace parallax::reports::pep371 {
namespace {

// A ratio that the PEP's tables have, or could have.
struct Ratio {
  const char* name;
  Column numerator, denominator;
  bool of_cores;    // divided by how many processors n workers can use
  bool in_the_pep;  // it had no threads without a lock
};

constexpr std::array ratios{Ratio{"serial / threads under a GIL (S/T)", serial, gil, false, true},
                            Ratio{"serial / processes (S/P)", serial, fork, false, true},
                            Ratio{"threads under a GIL / processes (T/P)", gil, fork, false, true},
                            Ratio{"S/P / min(n, cores)", serial, fork, true, true},
                            Ratio{"serial / free threads", serial, threads, false, false},
                            Ratio{"free threads / processes", threads, fork, false, false}};

double published_seconds(const PublishedRow& row, Column column) {
  return column == serial ? row.serial : column == gil ? row.threads : row.processes;
}

const PublishedRow& published_row(const Table& table, int n) {
  const auto& rows = published(table.test).rows;
  return *std::find_if(rows.begin(), rows.end(), [n](const PublishedRow& row) { return row.n == n; });
}

std::string three_digits(double value) {
  return value != 0 && value < 0.01 ? fmt::format("{:.2g}", value) : fmt::format("{:.2f}", value);
}

std::string estimate_text(const Estimate& estimate, double divisor) {
  const auto& interval = estimate.interval();
  return fmt::format("{} ({})", three_digits(estimate.point() / divisor),
                     interval ? fmt::format("{}–{}", three_digits(interval->low / divisor),
                                            three_digits(interval->high / divisor))
                              : "no interval");
}

std::string times(const Table& table) {
  std::string text =
      "| n | serial | threads under a GIL (`gil`) | free threads (`threads`) | processes (`fork`) | PEP: "
      "serial | threads "
      "| processes |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";
  for (const Row& row : table.rows) {
    text += fmt::format("| {} |", row.n);
    for (const auto& samples : row.seconds)
      text += samples.empty() ? " not measured |" : fmt::format(" {} |", seconds_text(median(samples)));
    const PublishedRow& was = published_row(table, row.n);
    text += fmt::format(" {} | {} | {} |\n", seconds_text(was.serial), seconds_text(was.threads),
                        seconds_text(was.processes));
  }
  return text;
}

std::string quotients(const Table& table, std::int64_t cores, std::set<std::string>& warnings) {
  std::string text =
      "| ratio | n | PEP 371 | here, best by best | here, median (95 % interval) |\n| --- | ---: | ---: | "
      "---: | ---: |\n";
  for (const Ratio& ratio : ratios) {
    if (ratio.of_cores && cores == 0) continue;
    for (const Row& row : table.rows) {
      const auto measured = quotient(row, ratio.numerator, ratio.denominator);
      if (!measured) continue;
      const PublishedRow& was = published_row(table, row.n);
      const double divisor = ratio.of_cores ? static_cast<double>(std::min<std::int64_t>(row.n, cores)) : 1;
      const double was_divisor = ratio.of_cores ? std::min(row.n, published_cores) : 1;
      const double then = published_seconds(was, ratio.numerator) / published_seconds(was, ratio.denominator);
      text += fmt::format("| {} | {} | {} | {} | {} |\n", ratio.name, row.n,
                          ratio.in_the_pep ? three_digits(then / was_divisor) : "–",
                          three_digits(measured->of_minima / divisor),
                          estimate_text(measured->of_medians, divisor));
      warnings.insert(measured->of_medians.warnings().begin(), measured->of_medians.warnings().end());
    }
  }
  return text;
}

}  // namespace

std::string text(const Tables& tables, const std::vector<QueueMessage>& messages) {
  std::string text = fmt::format(
      "# PEP 371's tables, measured again\n\nn workers do n times the work. Seconds contain starting and "
      "ending the "
      "workers, as in the PEP. It ran Python 2.5.2 on {} cores and took the best of {}; here the kernels are "
      "C++, `gil` "
      "is CPython's present lock around them and nothing else of Python, the caller is one of the workers, "
      "and there "
      "are {} usable processors. Absolute times say nothing about each other.\n",
      published_cores, published_runs,
      tables.cores == 0 ? std::string("an unknown number of") : fmt::to_string(tables.cores));
  std::set<std::string> warnings;
  for (const Table& table : tables.tables) {
    const PublishedTable& was = published(table.test);
    text +=
        fmt::format("\n## {}{}\n\nThe PEP: {}. Here: {}.\n\n", was.name,
                    table.variant.empty() ? "" : fmt::format(" ({})", table.variant), was.what, table.here);
    text += times(table) + '\n' + quotients(table, tables.cores, warnings);
  }
  text += fmt::format("\n## {}\n\n{}", published(queue).name, queue_differs);
  if (messages.empty()) text += " These results have no `throughput/feeder-queue`.";
  text += messages.empty()
              ? "\n"
              : "\n\n| through our queue | a message, median (95 % interval) |\n| --- | ---: |\n";
  for (const auto& [cell, seconds] : messages)
    text += fmt::format("| `{}` | {} |\n", cell, seconds_with_interval(seconds));
  for (const std::string& warning : warnings) text += fmt::format("\nWarning: {}\n", warning);
  return text;
}

}  // namespace parallax::reports::pep371

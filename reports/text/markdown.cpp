// SPDX-License-Identifier: MIT
#include "reports/text/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/estimate_text.hpp"
#include "reports/sweep_wording.hpp"
#include "reports/text/plain.hpp"
#include "reports/views/foreign.hpp"
#include "reports/wording.hpp"
#include "support/units.hpp"

namespace parallax::reports::text {
namespace {

constexpr std::size_t most_failed_cells = 20;

std::string names(const std::vector<std::string>& all) {
  std::vector<std::string> spans;
  for (const auto& one : all) spans.push_back(code_span(one));
  return listed(spans);
}

std::string heading(const Views& views) {
  const auto& source = views.sources.front();
  std::string where;
  for (const auto* key : {"cpu_model", "compiler", "date", "commit"})
    if (!source[key].empty() && source[key] != "unknown")
      where += (where.empty() ? "" : " · ") + code_span(source[key]);
  const auto disturbed = disturbance_sentence(views);
  const auto warning = disturbed.empty() ? "" : "**" + disturbed + "**\n\n";
  if (is_foreign(views))
    return fmt::format("## Results of {}\n\n{}{}{}{}.\n", code_span(program_of(source)), warning, where,
                       where.empty() ? "" : "\n\n", foreign_counts(views));
  return fmt::format("## Parallax\n\n{}{}{}{}.\n", warning, where, where.empty() ? "" : "\n\n",
                     counts_text(views));
}

std::string answer_row(const Answer& answer) {
  const auto* best = answer.best();
  if (!best) return fmt::format("| {} | nobody has a value for all works | | | |\n", kind_title(answer.kind));
  std::vector<std::string> equals;
  for (const auto& one : answer.ranking)
    if (one.place.takes_part && !one.place.is_best && !one.place.resolved) equals.push_back(one.runtime);
  return fmt::format(
      "| {} | **{}** | {} | {} | {} |\n", kind_title(answer.kind), code_span(best->runtime),
      best->runtime == "serial" ? equals.empty() ? "nothing beats it" : ""
      : answer.gain             ? ratio_with_interval(*answer.gain)
                                : "",
      names(equals),
      best->place.chance_of_best ? fmt::format("{:.0f} %", 100 * *best->place.chance_of_best) : "");
}

std::string answers(const Views& views) {
  if (views.answers.empty() && !views.disturbance.rows.empty()) return {};
  if (views.answers.empty()) return "\nNo work was measured under two runtimes, so nothing is ranked.\n";
  std::string text =
      "\n| kind of work | least time | against serial | cannot be told from it | best in |\n"
      "| --- | --- | --- | --- | --- |\n";
  for (const auto& answer : views.answers) text += answer_row(answer);
  return text;
}

// A row per runtime, a column per kind of work: how many times as long as the best it takes.
std::string rankings(const Views& views) {
  if (views.answers.empty()) return {};
  std::string text = "| runtime |", line = "| --- |";
  for (const auto& answer : views.answers) {
    text += ' ' + kind_title(answer.kind) + " |";
    line += " --- |";
  }
  text += '\n' + line + '\n';
  for (const auto& runtime : views.runtimes) {
    text += fmt::format("| {} |", code_span(runtime));
    for (const auto& answer : views.answers) {
      const auto one = std::find_if(answer.ranking.begin(), answer.ranking.end(),
                                    [&](const Ranked& ranked) { return ranked.runtime == runtime; });
      text += one == answer.ranking.end() ? " – |"
              : !one->place.takes_part    ? fmt::format(" lacks {} of the works |", one->place.missing)
              : one->place.is_best
                  ? " **least time** |"
                  : (one->place.resolved ? " " : " ≈ ") + ratio_with_interval(one->place.slowdown) + " |";
    }
    text += '\n';
  }
  return text;
}

std::string failures(const Views& views) {
  if (views.failures.empty()) return {};
  auto text = fmt::format("\n### {} failed\n\n", views.failures.size());
  for (std::size_t i = 0; i < std::min(views.failures.size(), most_failed_cells); ++i) {
    const auto& row = views.rows[views.failures[i]];
    text += fmt::format("- {}: {}\n", code_span(row.name), code_span(row.message));
  }
  if (views.failures.size() > most_failed_cells)
    text += fmt::format("- … and {} more\n", views.failures.size() - most_failed_cells);
  return text;
}

std::string folded(const std::string& summary, const std::string& body) {
  return body.empty() ? ""
                      : fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n", summary, body);
}

std::string smallest(const Views& views) {
  std::string text;
  for (const auto& sweep : views.grain_sweeps) {
    text += fmt::format("\n{}, {} workers: the smallest task that is still efficient\n\n| runtime |",
                        code_span(sweep.title()), sweep.workers);
    if (sweep.lines.empty()) continue;
    for (const auto& metg : sweep.lines.front().curve.metg)
      text += fmt::format(" METG({:.0f} %) |", 100 * metg.threshold);
    if (!sweep.pattern.empty()) text += " floor | against `trivial` |";
    text += "\n| --- |";
    for (std::size_t i = 0; i < sweep.lines.front().curve.metg.size(); ++i) text += " --- |";
    if (!sweep.pattern.empty()) text += " --- | --- |";
    for (const auto& line : sweep.lines) {
      text += fmt::format("\n| {} |", code_span(line.runtime));
      for (const auto& metg : line.curve.metg) text += fmt::format(" {} |", metg_text(metg));
      if (!sweep.pattern.empty())
        text += fmt::format(" {} | {} |", floor_text(line), against_trivial_text(line));
    }
    text += '\n';
  }
  for (const auto& sweep : views.size_sweeps) {
    text += fmt::format(
        "\n{}, {} workers: the smallest job that is faster than serial, as the time it takes serially\n\n"
        "| runtime | break-even |\n| --- | --- |\n",
        code_span(sweep.kernel), sweep.workers);
    for (const auto& line : sweep.lines)
      text += fmt::format("| {} | {} |\n", code_span(line.runtime), break_even_text(line.against_serial));
  }
  return text;
}

// One row per work, one column per runtime: the speed-up of its fastest number of workers; the best in bold,
// and with "≈" what is not distinguishable from it.
std::string works(const Views& views, std::size_t room) {
  if (views.works.empty()) return {};
  std::string head = "| work |", line = "| --- |";
  for (const auto& runtime : views.runtimes) head += ' ' + code_span(runtime) + " |", line += " --- |";
  auto text = head + '\n' + line + '\n';
  std::size_t shown = 0;
  for (const auto& work : views.works) {
    auto row = fmt::format("| {} {} |", code_span(work.kernel), code_span(described(work)));
    for (const auto& runtime : views.runtimes) {
      const auto* best = best_row_of(work, views.rows, runtime);
      if (!best) {
        row += " – |";
        continue;
      }
      const auto& it = views.rows[best->row];
      const auto number = it.speedup.estimate ? ratio_with_interval(*it.speedup.estimate)
                                              : seconds_with_interval(*it.seconds);
      row += best->standing.is_best ? " **" + number + "** |"
                                    : (best->standing.resolved ? " " : " ≈ ") + number + " |";
    }
    if (text.size() + row.size() > room) break;
    text += row + '\n';
    ++shown;
  }
  if (shown < views.works.size()) text += fmt::format("\n… and {} works more\n", views.works.size() - shown);
  return text;
}

// A table for each load: cases down, and in each the mechanisms from the fastest on.
std::string probes(const Views& views) {
  std::string text;
  for (const auto& probe : views.probes) {
    text += fmt::format(
        "\n{}\n\n| case | mechanism | time per item | 95 % interval |\n| --- | --- | --- | --- |\n",
        code_span(probe.name));
    for (const auto& one : probe.cases)
      for (const auto index : one.rows) {
        const auto& row = views.rows[index];
        const auto seconds = seconds_per_item(row);
        text += fmt::format("| {} | {} | {} | {} |\n", code_span(one.text), code_span(row.id.runtime),
                            seconds ? seconds_text(seconds->point()) : std::string(status_name(row.status)),
                            seconds ? seconds_interval_text(*seconds) : "");
      }
  }
  return text;
}

// The benchmarks of other programs; as many as there is room for.
std::string foreign(const Views& views, std::size_t room) {
  const auto rows = foreign_rows(views);
  if (rows.empty()) return {};
  auto text = fmt::format(
      "\n| benchmark | time | {} | CPU time | repetitions | counters |\n"
      "| --- | ---: | --- | ---: | ---: | --- |\n",
      interval_title(views, rows));
  std::size_t shown = 0;
  for (const auto index : rows) {
    const auto& row = views.rows[index];
    const auto* seconds = row.seconds ? &*row.seconds : nullptr;
    auto line = fmt::format("| {} | ", code_span(row.name));
    if (seconds)
      line += fmt::format(
          "{} | {} | {} | {} |", seconds_text(seconds->point()),
          seconds->interval() ? seconds_range_text(seconds->interval()->low, seconds->interval()->high) : "",
          row.cpu_seconds ? seconds_text(*row.cpu_seconds) : "", row.repetitions);
    else
      line += fmt::format("{} | | | {} |", code_span(foreign_message(row)), row.repetitions);
    const auto measured = foreign_counters(row);
    line += fmt::format(" {}{}{} |\n", code_span(row.label), row.label.empty() || measured.empty() ? "" : " ",
                        code_span(measured));
    if (text.size() + line.size() > room) break;
    text += line;
    ++shown;
  }
  if (shown < rows.size()) text += fmt::format("\n… and {} benchmarks more\n", rows.size() - shown);
  return text;
}

// What the files say beside their cells, and what of them was not read as it stands.
std::string remarks(const Views& views) {
  std::string text;
  for (const auto& source : views.sources)
    for (const auto* list : {&source.notes, &source.remarks})
      for (const auto& remark : *list) text += fmt::format("- {}\n", code_span(remark));
  return text;
}

std::string warnings(const Views& views) {
  std::string text;
  for (const auto& note : views.notes)
    text += fmt::format("- {} ({} value{})\n", note.text, note.values, note.values == 1 ? "" : "s");
  return text;
}

std::string provenance(const Views& views) {
  std::string text;
  for (const auto& source : views.sources)
    text += fmt::format("- {}: {}\n", code_span(source.file),
                        source["executable"].empty() ? "no command stated"
                                                     : code_span(std::string(source["executable"]) + ' ' +
                                                                 std::string(source["arguments"])));
  return text;
}

}  // namespace

// GitHub splits a table's row at every pipe that has no backslash, in code spans too; a span ends at as many
// backticks as it began with, so there must be fewer in it.
std::string code_span(std::string_view text) {
  auto safe = printable(text);
  std::string escaped;
  std::size_t run = 0, longest = 0;
  for (const char c : safe) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    escaped += c == '|' ? "\\|" : std::string(1, c);
  }
  if (escaped.empty()) return {};
  const std::string fence(longest + 1, '`');
  const bool needs_room = escaped.front() == '`' || escaped.back() == '`';
  return needs_room ? fence + ' ' + escaped + ' ' + fence : fence + escaped + fence;
}

std::string markdown(const Views& views) {
  const bool only_foreign = is_foreign(views);
  const auto front = heading(views) + (only_foreign ? "" : answers(views) + failures(views));
  auto back = folded("Time / best time of every runtime (≈: not told apart from the best)", rankings(views)) +
              folded("Smallest tasks and jobs", smallest(views)) +
              folded("Single mechanisms", probes(views)) + folded("Warnings", warnings(views)) +
              folded("Of the files", remarks(views)) + folded("Provenance", provenance(views));
  if (front.size() + back.size() > most_markdown)
    back = "\nRankings, sweeps, warnings and provenance are left out: too long.\n";
  const auto used = front.size() + back.size() + 200;
  const auto room = used < most_markdown ? most_markdown - used : 0;
  const auto others = foreign(views, room);
  return front + others +
         folded(
             "Speed-up against serial, at each runtime's fastest number of workers (bold: the best; ≈: not "
             "told "
             "apart from it)",
             works(views, room - std::min(room, others.size()))) +
         back;
}

}  // namespace parallax::reports::text

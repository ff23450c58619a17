// SPDX-License-Identifier: MIT
// Title and header: which machine, which program, how many cells, what failed, what to be warned of.
#include <array>
#include <string_view>

#include "reports/html/sections.hpp"
#include "reports/views/foreign.hpp"
#include "reports/wording.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

constexpr std::size_t most_failures = 50;

// `bench` says "unknown" where the machine does not tell, which is worth a line below but none in the
// heading.
bool is_stated(std::string_view value) { return !value.empty() && value != "unknown"; }

bool is_yes(std::string_view value) { return value == "1" || value == "true" || value.substr(0, 3) == "yes"; }

// The parts that the file states, as one line.
template <std::size_t N>
std::string line_of(const Source& source, const std::array<std::string_view, N>& keys) {
  std::string line;
  for (const auto key : keys)
    if (is_stated(source[key])) line.append(line.empty() ? "" : " · ").append(source[key]);
  return line;
}

void add_machine(Markup& html, const Source& source) {
  constexpr std::array<std::string_view, 3> machine_keys{"cpu_model", "topology", "os_kernel"};
  constexpr std::array<std::string_view, 2> program_keys{"compiler", "date"};
  auto where = line_of(source, machine_keys);
  if (!is_stated(source["cpu_model"])) {  // what every Google Benchmark file says
    if (!source["host_name"].empty())
      where += (where.empty() ? "" : " · ") + std::string(source["host_name"]);
    if (!source["num_cpus"].empty())
      where += fmt::format("{}{} CPUs", where.empty() ? "" : " · ", source["num_cpus"]);
  }
  if (is_yes(source["virtual_machine"])) where += " · virtual machine";
  html.add("<p>{}</p>\n<p class=\"muted\">", where);
  const auto program = line_of(source, program_keys);
  const bool has_commit = is_stated(source["commit"]);
  if (has_commit) html.add("commit <code>{}</code>", source["commit"].substr(0, 12));
  if (is_yes(source["dirty"]))
    html.add(R"( <span class="badge" title="Built from changes that are in no commit">dirty</span>)");
  html.add("{}{}</p>", has_commit && !program.empty() ? " · " : " ", program);
}

void add_count(Markup& html, std::size_t count, const char* name, const char* css = "") {
  html.add(R"(<div class="{}"><dt>{}</dt><dd>{}</dd></div>)", css, name,
           count_text(static_cast<std::int64_t>(count)));
}

void add_failures(Markup& html, const Views& views) {
  if (views.failures.empty()) return;
  const auto all = views.failures.size();
  html.add(
      R"(<div class="failures failure" role="group" aria-label="Failed cells"><p>{} cell{} failed</p><ul>)",
      all, all == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min(all, most_failures); ++i) {
    const auto index = views.failures[i];
    html.add("\n<li><a href=\"#cell-{}\"><code>{}</code></a> {}</li>", index, views.rows[index].name,
             views.rows[index].message);
  }
  if (all > most_failures) html.add("\n<li>… and {} more</li>", all - most_failures);
  html.add("</ul></div>");
}

void add_notes(Markup& html, const Views& views) {
  if (views.notes.empty()) return;
  html.add(
      R"(<details class="notes"><summary>Warnings that some numbers carry</summary><ul class="warnings">)");
  for (const auto& note : views.notes)
    html.add("<li>{} ({} value{})</li>", note.text, note.values, note.values == 1 ? "" : "s");
  html.add("</ul></details>");
}

// What the files say beside their cells, and what of them was not read as it stands.
void add_remarks(Markup& html, const Views& views) {
  Markup list;
  for (const auto& source : views.sources)
    for (const auto* remarks : {&source.notes, &source.remarks})
      for (const auto& remark : *remarks) list.add("<li>{}</li>", remark);
  if (list.text().empty()) return;
  html.add(
      R"(<details class="notes" open><summary>Of the file</summary><ul class="warnings">{}</ul></details>)",
      list);
}

}  // namespace

Markup title(const Views& views) {
  constexpr std::array<std::string_view, 3> keys{"cpu_model", "compiler", "date"};
  const auto line = line_of(views.sources.front(), keys);
  Markup html;
  html.add("{}", line.empty() ? "Parallax" : "Parallax · " + line);
  return html;
}

Markup header(const Views& views) {
  Markup html;
  if (const auto disturbed = disturbance_sentence(views); !disturbed.empty())
    html.add("<p class=\"disturbed\" role=\"alert\">{}</p>\n", disturbed);
  add_machine(html, views.sources.front());
  html.add(R"(<dl class="counts">)");
  const bool foreign = is_foreign(views);
  add_count(html, views.rows.size(), foreign ? "benchmarks" : "cells");
  if (!foreign) add_count(html, views.kernels.size(), "kernels");
  if (!foreign) add_count(html, views.runtimes.size(), "runtimes");
  if (!views.probes.empty()) add_count(html, views.probes.size(), "probes");
  add_count(html, views.failures.size(), "failed", views.failures.empty() ? "" : "bad");
  add_count(html, views.unsupported.size(), foreign ? "skipped" : "not supported");
  if (views.noise.cells > 0)
    html.add(R"(<div class="{}"><dt>noise</dt><dd title="{}">{:.1f} %</dd></div>)",
             views.noise.warnings.empty() ? "" : "bad",
             "How far repetitions of computing serial cells typically spread", 100 * views.noise.typical);
  if (views.disturbance.known > 0)
    html.add(R"(<div class="{}"><dt>foreign load</dt><dd title="{}">{:.1f} %</dd></div>)",
             views.disturbance.rows.empty() ? "" : "bad",
             fmt::format("What others used of the processors (median over {}cells)",
                         views.disturbance.rows.empty() ? "" : "disturbed "),
             100 * views.disturbance.typical);
  html.add("</dl>");
  add_failures(html, views);
  add_notes(html, views);
  add_remarks(html, views);
  return html;
}

}  // namespace parallax::reports::html

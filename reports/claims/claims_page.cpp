// SPDX-License-Identifier: MIT
#include "reports/claims/claims_page.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "reports/claims/evidence_strips.hpp"
#include "reports/claims/wording.hpp"
#include "reports/estimate_text.hpp"
#include "reports/html/document.hpp"
#include "reports/html/gate_parts.hpp"
#include "reports/statistics/median.hpp"
#include "reports/text/plain.hpp"
#include "support/units.hpp"

namespace parallax::reports::claims {
namespace {

using html::Markup;

// The cells of all claims, each with a place in the table at the end.
using Places = std::map<std::string, std::size_t>;

Markup verdict_mark(Verdict verdict) {
  return html::small_mark("v-" + std::string(verdict_key(verdict)), shape_of(verdict));
}

Markup summary(const std::vector<Judged>& judged) {
  Markup html;
  html.add("<dl class=\"counts\">\n");
  for (const Verdict verdict : all_verdicts) {
    const auto count = std::count_if(judged.begin(), judged.end(),
                                     [&](const Judged& one) { return one.verdict == verdict; });
    html.add("<div class=\"v-{}\"><dt>{} {}</dt><dd>{}</dd></div>\n", verdict_key(verdict),
             verdict_mark(verdict), verdict_text(verdict), count);
  }
  return html.add("</dl>\n");
}

Markup cell_links(const Claim& claim, const Places& places) {
  Markup html;
  for (const auto& cell : cells_of(claim)) {
    const auto place = places.find(cell);
    if (place != places.end())
      html.add("<li><a href=\"#cell-{}\"><code>{}</code></a></li>", place->second, cell);
    else
      html.add("<li><code>{}</code></li>", cell);
  }
  return html;
}

Markup row_of(const Judged& judged, const Places& places) {
  const Claim& claim = *judged.claim;
  Markup html;
  html.add(R"(<article class="claim v-{}" id="{}" aria-labelledby="{}-quote">
<div class="said"><h3 id="{}-quote"><a href="#{}">{}</a> {}<q{}>{}</q></h3><p class="muted">{}</p></div>
<p class="verdict">{}<b>{}</b></p>
)",
           verdict_key(judged.verdict), claim.id, claim.id, claim.id, claim.id, claim.id,
           claim.about.empty() ? "" : fmt::format("{}: ", claim.about),
           claim.quote.find('"') == std::string_view::npos ? Markup() : Markup::trusted(" class=\"several\""),
           claim.quote, claim.source, verdict_mark(judged.verdict), verdict_sentence(judged));
  html.add("<div class=\"evidence\">{}", evidence_strips(judged.evidence));
  if (const auto reason = reason_text(judged); !reason.empty())
    html.add("<p class=\"reason\">{}</p>\n", text::printable(reason));
  html.add("</div>\n<div class=\"rule\"><p><b>Rule.</b> {}</p>", claim.rule);
  if (!claim.remark.empty()) html.add("<p class=\"muted\">{}</p>", claim.remark);
  if (claim.judge) {
    const auto cells = cells_of(claim).size();
    html.add(R"(<p><b>Again:</b> <code>{}</code></p>
<details><summary>{} cell{}</summary><ul class="cells">{}</ul></details>)",
             command_for(claim), cells, cells == 1 ? "" : "s", cell_links(claim, places));
  }
  return html.add("</div>\n</article>\n");
}

Markup cells_table(const Results& results, const Places& places) {
  Markup html;
  html.add(R"(<section id="cells" aria-labelledby="cells-heading"><h2 id="cells-heading">Cells</h2>
<p class="how">What verdicts were read from: medians with 95 % intervals; one repetition is one fresh process.</p>
<div class="scroll"><table class="numbers"><thead><tr><th scope="col">cell</th><th scope="col" class="n">time</th>
<th scope="col" class="n">interval</th><th scope="col" class="n">repetitions</th></tr></thead><tbody>
)");
  for (const Cell& cell : results.cells) {
    const auto place = places.find(cell.name);
    if (place == places.end()) continue;
    html.add("<tr id=\"cell-{}\"><th scope=\"row\"><code>{}</code></th>", place->second,
             text::printable(cell.name));
    if (!cell.errors.empty() || cell.seconds.empty()) {
      html.add("<td class=\"failure\" colspan=\"2\">{}</td><td class=\"n\">{}</td></tr>\n",
               cell.errors.empty() ? "no time" : text::printable(cell.errors.front()), cell.repetitions());
      continue;
    }
    const auto time = median_with_interval(cell.seconds);
    html.add("<td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
             seconds_text(time.point()), seconds_interval_text(time), cell.repetitions());
  }
  return html.add("</tbody></table></div></section>\n");
}

Markup provenance(const Results& results) {
  Markup html;
  for (const Source& source : results.sources) {
    html.add(
        "<details class=\"context\"><summary>Measured for {}</summary><div class=\"scroll\"><table><tbody>\n",
        text::printable(source.file));
    for (const auto& [key, value] : source.context)
      html.add("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", text::printable(key),
               text::printable(value));
    html.add("</tbody></table></div></details>\n");
  }
  return html;
}

Places places_of(const std::vector<Judged>& judged, const Results& results) {
  std::set<std::string> asked;
  for (const Judged& one : judged)
    for (auto& cell : cells_of(*one.claim)) asked.insert(std::move(cell));
  Places places;
  for (std::size_t i = 0; i < results.cells.size(); ++i)
    if (asked.count(results.cells[i].name)) places.emplace(results.cells[i].name, i);
  return places;
}

}  // namespace

std::string page(const std::vector<Judged>& judged, const Results& results) {
  const auto places = places_of(judged, results);
  Markup header, sections, contents;
  header.add("<p>{}</p>\n", summary_text(judged));
  for (const Source& source : results.sources)
    if (!source["cpu_model"].empty())
      header.add("<p class=\"muted\">{} · {} processors · {} · commit {}</p>\n",
                 text::printable(std::string(source["cpu_model"])),
                 text::printable(std::string(source["usable_cpus"])),
                 text::printable(std::string(source["date"])),
                 text::printable(std::string(source["commit"])));
  header.add("{}", summary(judged));
  header.add(
      R"(<p class="how">What five course notes, PEP 371 and Python's documentation say about processes and threads, word
for word, and what this machine says. A rule was written down before anything was measured. Evidence is a number with its
interval (all intervals of a claim hold together with 95 %); the shaded range speaks for the claim. An interval that
reaches over the edge of it decides nothing, and a verdict that would depend on it is <b>not resolved</b>. These are C++
programs: they show what operating system and locks do, not what Python adds.</p>
)");
  for (const Group& group : groups()) {
    Markup rows;
    std::size_t count = 0;
    for (const Judged& one : judged) {
      if (one.claim->id.front() != group.letter) continue;
      rows.add("{}", row_of(one, places));
      ++count;
    }
    if (count == 0) continue;
    const std::string letter(1, group.letter);
    contents.add("<li><a href=\"#group-{}\">{}</a></li>", letter, group.title);
    sections.add(
        R"(<section class="gate claims" id="group-{}" aria-labelledby="group-{}-heading"><h2 id="group-{}-heading">{}: {}</h2>
{}</section>
)",
        letter, letter, letter, letter, group.title, rows);
  }
  header.add(
      "<nav aria-label=\"Groups\"><ul class=\"contents\">{}<li><a "
      "href=\"#cells\">Cells</a></li></ul></nav>\n",
      contents);
  sections.add("{}", cells_table(results, places));
  sections.add("<section id=\"provenance\"><h2>Where this comes from</h2>\n{}</section>\n",
               provenance(results));
  return html::document("Claims", "Parallax: claims about concurrency, tested", header, sections);
}

}  // namespace parallax::reports::claims

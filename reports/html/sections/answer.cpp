// SPDX-License-Identifier: MIT
// The answer: per kind of work a sentence, how sure it is, and the ranking.
#include <algorithm>

#include "reports/answer_wording.hpp"
#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/loss_wording.hpp"
#include "reports/wording.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string counts_text(const std::vector<std::int64_t>& counts) {
  std::vector<std::string> words;
  for (const auto count : counts) words.push_back(count_text(count));
  return joined(words);
}

void add_place(Markup& html, const Ranked& one, const Views& views) {
  const auto& place = one.place;
  html.add(R"(<tr><th scope="row">{}</th>)", chip(one.runtime, views));
  if (!place.takes_part) {
    html.add(R"(<td class="none" colspan="2">not ranked: lacks {} of the works</td></tr>)", place.missing);
    return;
  }
  auto number = ratio_number(place.slowdown);
  if (place.is_best) number.text = "least time", number.range.clear();
  if (!place.is_best && !place.resolved) number.text = "≈ " + number.text;
  number.bar = 1 / place.slowdown.point();
  number.title = "fastest with " + counts_text(one.workers) + " workers";
  add_number(html, number);
  html.add(R"(<td class="n">{}</td></tr>)",
           place.chance_of_best ? fmt::format("{:.0f} %", 100 * *place.chance_of_best) : "–");
}

void add_kind(Markup& html, const Answer& answer, const Views& views) {
  html.add(R"(<article class="verdict"><h3>{}</h3><p class="muted">{}: {}</p>
<p class="claim">{}</p>
<p class="sure">{} {} {} {}</p>
<table class="numbers"><thead><tr><th scope="col">Runtime</th>
<th scope="col" class="n" title="Geometric mean over {} works of its time / the best one's; longer bars are faster">Time / best time</th>
<th scope="col" class="n" title="Share of the resamples in which it is the best">Best in</th></tr></thead><tbody>
)",
           kind_title(answer.kind), kind_meaning(answer.kind), joined(answer.kernels),
           answer_sentence(answer), size_sentence(answer, views), loss_sentence(answer, views),
           sureness_sentence(answer, views), resolving_sentence(answer), answer.works.size());
  for (const auto& one : answer.ranking) add_place(html, one, views);
  html.add("</tbody></table>\n");
  if (!answer.warnings.empty()) {
    html.add("<ul class=\"warnings\">");
    for (const auto& warning : answer.warnings) html.add("<li>{}</li>", warning);
    html.add("</ul>\n");
  }
  html.add("</article>\n");
}

}  // namespace

Markup answer(const Views& views) {
  Markup html;
  if (views.answers.empty() && !views.disturbance.rows.empty())
    return html.add("<p>Nothing is ranked, because this run was disturbed.</p>");
  if (views.answers.empty())
    html.add(
        "<p>No work of a kind that is known here was measured under two runtimes, so nothing is ranked; the "
        "tables "
        "below show what was measured.</p>");
  for (const auto& one : views.answers) add_kind(html, one, views);
  return html;
}

}  // namespace parallax::reports::html

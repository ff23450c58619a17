// SPDX-License-Identifier: MIT
// What the results are that stand side by side: in a few words above, in full below where they differ.
#include <string_view>

#include "reports/differences_wording.hpp"
#include "reports/html/sections_differences.hpp"

namespace parallax::reports::html {
namespace {

bool is_useful(std::string_view value) { return !value.empty() && value != "unknown"; }

}  // namespace

Markup side_by_side_header(const Differences& found, const std::vector<Views>& results) {
  Markup html;
  html.add("<header>\n<h1>Parallax: {} results side by side</h1>\n", results.size());
  for (const auto& sentence : disturbance_sentences(found, results))
    html.add("<p class=\"disturbed\" role=\"alert\">{}</p>\n", sentence);
  html.add("<ul class=\"compared-results\">\n");
  for (std::size_t k = 0; k < results.size(); ++k) {
    const auto& source = results[k].sources.front();
    const auto& one = found.results[k];
    std::string facts;
    for (const auto* key : {"cpu_model", "compiler", "date"})
      if (is_useful(source[key])) facts += fmt::format(" · {}", source[key]);
    if (results[k].processors) facts += fmt::format(" · {} processors", *results[k].processors);
    if (is_useful(source["commit"])) facts += fmt::format(" · commit {}", source["commit"].substr(0, 12));
    html.add("<li><b>{}</b> <code>{}</code>{} · {}", one.name, one.files, facts, cells_sentence(one, k == 0));
    if (!one.why.empty()) html.add("<br><small>Compared and not merged: {}.</small>", one.why);
    html.add("</li>\n");
  }
  html.add(R"(</ul>
<nav aria-label="Contents"><ol class="contents">
<li><a href="#differences">Where they differ</a></li>
<li><a href="#contexts">Contexts</a></li>
<li><a href="#each">Each result by itself</a></li>
</ol></nav>
</header>
)");
  return html;
}

Markup contexts_section(const Differences& found) {
  Markup html, equal;
  std::size_t equals = 0;
  html.add(R"(<section id="contexts" aria-labelledby="contexts-heading">
<h2 id="contexts-heading">Contexts: what was measured where</h2>
<p class="how">Marked is what keeps the results apart: machine, program or settings.</p>
<div class="scroll context" tabindex="0" role="region" aria-label="What differs"><table class="compared"><thead><tr><th scope="col">What differs</th>)");
  for (const auto& one : found.results) html.add("<th scope=\"col\">{}</th>", one.name);
  html.add("</tr></thead><tbody>\n");
  for (const auto& line : found.context) {
    auto& place = line.differs ? html : equal;
    if (!line.differs) ++equals;
    place.add("<tr{}><th scope=\"row\">{}</th>",
              Markup::trusted(line.keeps_apart ? " class=\"differs\"" : ""), line.key);
    if (line.differs)
      for (const auto& value : line.values) place.add("<td>{}</td>", value.empty() ? "–" : value);
    else
      place.add("<td>{}</td>", line.values.front());
    place.add("</tr>\n");
  }
  html.add("</tbody></table></div>\n");
  if (equals > 0)
    html.add(
        "<details><summary>{} more {} equal</summary>\n<div class=\"scroll "
        "context\"><table><tbody>\n{}</tbody></table>"
        "</div>\n</details>\n",
        equals, equals == 1 ? "is" : "are", equal);
  return html.add("</section>\n");
}

}  // namespace parallax::reports::html

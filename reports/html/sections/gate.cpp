// SPDX-License-Identifier: MIT
// The gate's section, put together; its answer; and where it comes from.
#include "reports/html/gate_section.hpp"

#include <algorithm>

#include "reports/gate/comparison_wording.hpp"
#include "reports/html/gate_parts.hpp"

namespace parallax::reports::html {
namespace {

void add_texts(Markup& html, const char* title, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  html.add("<h3>{}</h3>\n<ul class=\"warnings\">", title);
  for (const auto& text : texts) html.add("<li>{}</li>\n", plain(text));
  html.add("</ul>\n");
}

void add_fact(Markup& html, std::string_view name, std::string_view value) {
  html.add("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", plain(name),
           value.empty() ? "–" : plain(value));
}

void add_program(Markup& html, const char* arm, const gate::Program& program) {
  std::string arguments;
  for (const auto& one : program.arguments) arguments += (arguments.empty() ? "" : " ") + one;
  html.add(
      "<tr><th scope=\"row\">{}</th><td><code>{}</code></td><td><code>{}</code></td><td><code>{}</code></td>"
      "<td><code>{}</code></td></tr>\n",
      arm, plain(program.file), plain(arguments), program.commit.empty() ? "–" : plain(program.commit),
      program.text_hash.empty() ? "–" : plain(program.text_hash));
}

}  // namespace

Markup gate_answer(const gate::Comparison& comparison) {
  const auto code = exit_of(comparison);
  Markup html;
  html.add("<p class=\"gate-headline {}\">{}</p>\n",
           code == gate::passed       ? "good"
           : code == gate::not_judged ? "unsure"
                                      : "bad",
           plain(headline(comparison)));
  html.add("<ul class=\"gate-chips\" aria-label=\"Cells by verdict\">");
  for (const auto verdict : occurring(comparison))
    html.add("<li class=\"{}\">{}<b>{}</b> {}</li>\n", look_of(verdict),
             small_mark(look_of(verdict), shape_of(verdict)), count_of(comparison, verdict),
             verdict_name(verdict));
  html.add("</ul>\n");
  if (const auto why = untold_incompleteness(comparison); !why.empty())
    html.add("<p class=\"gate-incomplete\">Incomplete: {}</p>\n", plain(why));
  html.add("<p class=\"muted\">Exit code {}.</p>\n", exit_sentence(comparison));
  return html;
}

Markup gate(const gate::Comparison& comparison) {
  Markup html;
  html.add("<div class=\"gate\">\n{}{}{}{}{}</div>\n", gate_answer(comparison), gate_forest(comparison),
           gate_run_order(comparison), gate_power(comparison), gate_table(comparison));
  return html;
}

Markup gate_provenance(const gate::Comparison& comparison) {
  Markup html;
  html.add(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Programs\"><table><thead><tr>"
      "<th scope=\"col\"></th><th scope=\"col\">Program</th><th scope=\"col\">Arguments</th>"
      "<th scope=\"col\">Commit</th><th scope=\"col\">Hash of its code</th></tr></thead><tbody>\n");
  add_program(html, "base", comparison.base);
  add_program(html, "head", comparison.head);
  html.add("</tbody></table></div>\n");
  if (!comparison.command.empty())
    html.add("<p>To measure it again:</p>\n<pre class=\"gate-command\"><code>{}</code></pre>\n",
             plain(comparison.command));
  html.add("<div class=\"scroll context\"><table><tbody>\n");
  add_fact(html, "date", comparison.date);
  add_fact(html, "duration",
           fmt::format("{:.0f} s{}", comparison.seconds,
                       comparison.budget > 0 ? fmt::format(" of {:.0f} s granted", comparison.budget) : ""));
  add_fact(html, "visits", std::to_string(comparison.visits.size()));
  add_fact(html, "seed", std::to_string(comparison.seed));
  if (comparison.family_error > 0)
    add_fact(html, "chance of a false regression", "at most " + gate::share_text(comparison.family_error));
  add_fact(html, "strict", comparison.strict ? "yes" : "no");
  add_fact(html, "removed cells are allowed", comparison.allow_removed ? "yes" : "no");
  for (const auto& [name, value] : comparison.machine) add_fact(html, name, value);
  html.add("</tbody></table></div>\n");
  add_texts(html, "Notes", comparison.notes);
  return html;
}

}  // namespace parallax::reports::html

// SPDX-License-Identifier: MIT
#include "reports/html/gate_page.hpp"

#include "reports/gate/comparison_wording.hpp"
#include "reports/html/document.hpp"
#include "reports/html/gate_parts.hpp"
#include "reports/html/gate_section.hpp"

namespace parallax::reports::html {
namespace {

Markup header(const gate::Comparison& comparison) {
  Markup html;
  html.add("<p>base: {}<br>head: {}</p>\n", plain(program_sentence(comparison.base)),
           plain(program_sentence(comparison.head)));
  std::string where;
  for (const auto& [name, value] : comparison.machine)
    if (name == "cpu_model") where = value;
  return html.add("<p class=\"muted\">{}{}{}</p>\n", plain(where),
                  where.empty() || comparison.date.empty() ? "" : " · ", plain(comparison.date));
}

}  // namespace

std::string gate_page(const gate::Comparison& comparison, const Markup& history) {
  Markup sections;
  sections.add(R"(<section id="gate" aria-labelledby="gate-heading">
<h2 id="gate-heading">Did it get slower?</h2>
{}</section>
{}<section id="provenance" aria-labelledby="provenance-heading">
<h2 id="provenance-heading">Provenance: what ran where</h2>
{}</section>
)",
               gate(comparison), history, gate_provenance(comparison));
  return document(headline(comparison), "Parallax: base and head", header(comparison), sections);
}

}  // namespace parallax::reports::html

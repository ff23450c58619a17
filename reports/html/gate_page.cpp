// SPDX-License-Identifier: MIT
#include "reports/html/gate_page.hpp"

#include "reports/gate/comparison_wording.hpp"
#include "reports/html/assets.hpp"
#include "reports/html/gate_parts.hpp"
#include "reports/html/gate_section.hpp"
#include "reports/html/template.hpp"

namespace parallax::reports::html {
namespace {

Markup title(const gate::Comparison& comparison) {
  Markup html;
  return html.add("{} · Parallax", plain(headline(comparison)));
}

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
  return filled(gate_template(), {{"title", title(comparison)},
                                  {"header", header(comparison)},
                                  {"gate", gate(comparison)},
                                  {"history", history},
                                  {"provenance", gate_provenance(comparison)}});
}

}  // namespace parallax::reports::html

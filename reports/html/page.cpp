// SPDX-License-Identifier: MIT
// Fills the template.
#include "reports/html/page.hpp"

#include "reports/html/assets.hpp"
#include "reports/html/data.hpp"
#include "reports/html/fitting_template.hpp"
#include "reports/html/gate_section.hpp"
#include "reports/html/page_parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/html/template.hpp"
#include "reports/views/foreign.hpp"

namespace parallax::reports::html {
namespace {

// Nothing at all without a comparison.
Markup gate_section(const gate::Comparison* comparison) {
  Markup html;
  if (comparison)
    html.add(R"(<section id="gate" aria-labelledby="gate-heading">
<h2 id="gate-heading">Did it get slower?</h2>
{}</section>
)",
             gate(*comparison));
  return html;
}

Markup gate_entry(const gate::Comparison* comparison) {
  return Markup::trusted(comparison ? "<li><a href=\"#gate\">Did it get slower?</a></li>\n" : "");
}

// Nothing at all in a run without probes.
Markup probes_section(const Views& views) {
  Markup html;
  if (!views.probes.empty())
    html.add(R"(<section id="probes" aria-labelledby="probes-heading">
<h2 id="probes-heading">What single mechanisms cost</h2>
<p class="how">One table for each load and size, the fastest mechanism first. Times are medians with 95 % intervals; CPU is
that of all who take part. The page docs/method/probes.md says what the further columns count.</p>
{}</section>
)",
             probes(views));
  return html;
}

Markup probes_entry(const Views& views) {
  return Markup::trusted(views.probes.empty() ? "" : "<li><a href=\"#probes\">Mechanisms</a></li>\n");
}

Markup timelines_entry(const Views& views) {
  return Markup::trusted(views.timelines.empty() ? "" : "<li><a href=\"#timelines\">Timelines</a></li>\n");
}

// A run of probes alone has no answers to show, and neither have other programs.
Markup body_class(const Views& views) {
  const bool lacks_works = views.works.empty() && (!views.probes.empty() || is_foreign(views));
  return Markup::trusted(lacks_works ? " class=\"probes-only\"" : "");
}

}  // namespace

std::map<std::string_view, Markup> page_parts(const Views& views, const gate::Comparison* comparison) {
  return {{"title", title(views)},
          {"skip_to", Markup::trusted(is_foreign(views) ? "cells" : "answer")},
          {"begin_result", {}},
          {"end_result", {}},
          {"header", header(views)},
          {"answer", answer(views)},
          {"gate_entry", gate_entry(comparison)},
          {"gate", gate_section(comparison)},
          {"winners", winners(views)},
          {"scaling", scaling(views)},
          {"splits", splits(views)},
          {"timelines", timelines(views)},
          {"timelines_entry", timelines_entry(views)},
          {"grain", grain(views)},
          {"overheads", overheads(views)},
          {"waiting", waiting(views)},
          {"body_class", body_class(views)},
          {"probes_entry", probes_entry(views)},
          {"probes", probes_section(views)},
          {"resources", resources(views)},
          {"distributions", distributions(views)},
          {"cells", is_foreign(views) ? foreign_cells(views) : cells(views)},
          {"provenance", provenance(views)}};
}

std::string page(const Views& views, const gate::Comparison* comparison) {
  auto parts = page_parts(views, comparison);
  parts["data"] = Markup::trusted(data(views));
  return filled(fitting_template(page_template(), views), parts);
}

}  // namespace parallax::reports::html

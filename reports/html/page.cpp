// SPDX-License-Identifier: MIT
// Fills the template.
#include "reports/html/page.hpp"

#include "reports/html/assets.hpp"
#include "reports/html/data.hpp"
#include "reports/html/gate_section.hpp"
#include "reports/html/sections.hpp"
#include "reports/html/template.hpp"

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

}  // namespace

std::string page(const Views& views, const gate::Comparison* comparison) {
  return filled(page_template(), {{"title", title(views)},
                                  {"header", header(views)},
                                  {"answer", answer(views)},
                                  {"gate_entry", gate_entry(comparison)},
                                  {"gate", gate_section(comparison)},
                                  {"winners", winners(views)},
                                  {"scaling", scaling(views)},
                                  {"grain", grain(views)},
                                  {"overheads", overheads(views)},
                                  {"waiting", waiting(views)},
                                  {"resources", resources(views)},
                                  {"distributions", distributions(views)},
                                  {"cells", cells(views)},
                                  {"provenance", provenance(views)},
                                  {"data", Markup::trusted(data(views))}});
}

}  // namespace parallax::reports::html

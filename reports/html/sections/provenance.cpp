// SPDX-License-Identifier: MIT
// Provenance: all that the files say of themselves, and the command that would measure it again.
#include "reports/html/sections.hpp"

namespace parallax::reports::html {
namespace {

void add_command(Markup& html, const Source& source) {
  const auto program = source["executable"], arguments = source["arguments"], commit = source["commit"];
  if (program.empty()) return;
  html.add("<p>To measure it again{}:</p>\n<pre><code>",
           commit.empty() ? "" : fmt::format(", at commit {}", commit));
  html.add("{}{}{}</code></pre>\n", program, arguments.empty() ? "" : " ", arguments);
}

}  // namespace

Markup provenance(const Views& views) {
  Markup html;
  for (const auto& source : views.sources) {
    html.add("<h3><code>{}</code></h3>\n", source.file);
    add_command(html, source);
    html.add("<div class=\"scroll context\"><table><tbody>\n");
    for (const auto& [key, value] : source.context)
      html.add("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", key, value);
    html.add("</tbody></table></div>\n");
  }
  return html;
}

}  // namespace parallax::reports::html

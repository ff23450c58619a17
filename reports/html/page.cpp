// SPDX-License-Identifier: MIT
// Fills the template, from top to bottom.
#include "reports/html/page.hpp"

#include <array>
#include <map>
#include <stdexcept>
#include <string_view>

#include "reports/html/assets.hpp"
#include "reports/html/bar_chart.hpp"
#include "reports/html/cell_table.hpp"
#include "reports/html/line_chart.hpp"
#include "reports/html/wording.hpp"

namespace parallax::reports::html {
namespace {

// `bench` says "unknown" where the machine does not tell, which is worth a line below but none in the
// heading.
bool is_stated(std::string_view value) { return !value.empty() && value != "unknown"; }

// The parts that the file states, as one line.
template <std::size_t N>
std::string line_of(const Source& source, const std::array<std::string_view, N>& keys) {
  std::string line;
  for (const auto key : keys)
    if (is_stated(source[key])) line.append(line.empty() ? "" : " · ").append(source[key]);
  return line;
}

bool is_yes(std::string_view value) { return value == "1" || value == "true" || value.substr(0, 3) == "yes"; }

Markup machine(const Source& source) {
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
  Markup html;
  html.add("<p>{}</p>\n<p class=\"muted\">", where);
  if (is_stated(source["commit"])) html.add("commit <code>{}</code> ", source["commit"].substr(0, 12));
  if (is_yes(source["dirty"]))
    html.add(R"(<span class="badge" title="Built from changes that are in no commit">dirty</span> )");
  html.add("{}</p>", line_of(source, program_keys));
  return html;
}

void add_count(Markup& html, std::size_t count, const char* name, const char* css = "") {
  html.add(R"(<div class="{}"><dt>{}</dt><dd>{}</dd></div>)", css, name, count);
}

Markup summary(const Views& views) {
  Markup html;
  html.add(R"(<dl class="counts">)");
  add_count(html, views.rows.size(), "cells");
  add_count(html, views.kernels.size(), "kernels");
  add_count(html, views.runtimes.size(), "runtimes");
  add_count(html, views.failures.size(), "failed", views.failures.empty() ? "" : "bad");
  add_count(html, views.unsupported.size(), "not supported");
  html.add("</dl>");
  return html;
}

Markup failures(const Views& views) {
  Markup html;
  if (views.failures.empty()) return html;
  html.add(
      R"(<div class="failures failure" role="group" aria-label="Failed cells"><p>{} cell{} failed</p><ul>)",
      views.failures.size(), views.failures.size() == 1 ? "" : "s");
  for (const auto index : views.failures)
    html.add("\n<li><a href=\"#cell-{}\"><code>{}</code></a> {}</li>", index, views.rows[index].name,
             views.rows[index].message);
  html.add("</ul></div>");
  return html;
}

Markup notes(const Views& views) {
  Markup html;
  if (views.notes.empty()) return html;
  html.add(R"(<div class="notes"><p>How sure this is</p><ul>)");
  for (const auto& note : views.notes)
    html.add("<li>{} ({} value{})</li>", note.text, note.values, note.values == 1 ? "" : "s");
  html.add("</ul></div>");
  return html;
}

Markup contents(const Views& views) {
  Markup html;
  if (views.pictures.size() < 2) return html;
  html.add(R"(<nav aria-label="Kernels"><ul class="contents">)");
  for (std::size_t i = 0; i < views.pictures.size(); ++i)
    html.add(R"(<li><a href="#kernel-{}">{}</a></li>)", i, views.pictures[i].kernel);
  html.add("</ul></nav>");
  return html;
}

Markup pictures(const Views& views) {
  Markup html;
  if (views.pictures.empty())
    html.add(R"(<p>No cell of this run names a runtime, so there is nothing to compare; see the table.</p>)");
  for (std::size_t i = 0; i < views.pictures.size(); ++i) {
    const auto& kernel = views.pictures[i];
    html.add("<h3 id=\"kernel-{}\">{}</h3>\n<div class=\"charts\">\n", i, kernel.kernel);
    for (const auto& one : kernel.cases)
      html.add("<figure><figcaption>{}</figcaption>{}</figure>\n", described(one),
               bar_chart(one, kernel, views));
    for (const auto& sweep : kernel.sweeps)
      html.add("<figure><figcaption>{}</figcaption>{}</figure>\n", described(sweep),
               line_chart(sweep, kernel, views));
    html.add("</div>\n");
  }
  return html;
}

Markup provenance(const Views& views) {
  Markup html;
  for (const auto& source : views.sources) {
    html.add("<div class=\"scroll context\"><table><caption><code>{}</code></caption><tbody>\n", source.file);
    for (const auto& [key, value] : source.context)
      html.add("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", key, value);
    html.add("</tbody></table></div>\n");
  }
  return html;
}

std::string title(const Source& source) {
  constexpr std::array<std::string_view, 3> keys{"cpu_model", "compiler", "date"};
  const auto line = line_of(source, keys);
  return line.empty() ? "Parallax" : "Parallax · " + line;
}

// Replaces every {{name}}. One that is unknown is a bug of ours, not of the file.
std::string filled(std::string_view rest, const std::map<std::string_view, Markup>& parts) {
  std::string text;
  for (auto open = rest.find("{{"); open != std::string_view::npos; open = rest.find("{{")) {
    const auto close = rest.find("}}", open);
    const auto part = parts.find(rest.substr(open + 2, close - open - 2));
    if (part == parts.end()) throw std::logic_error("page.html asks for an unknown part");
    text.append(rest.substr(0, open)).append(part->second.text());
    rest.remove_prefix(close + 2);
  }
  return text.append(rest);
}

}  // namespace

std::string page(const Views& views) {
  const auto& source = views.sources.front();
  Markup heading;
  heading.add("{}", title(source));
  return filled(page_template, {{"title", heading},
                                {"machine", machine(source)},
                                {"summary", summary(views)},
                                {"failures", failures(views)},
                                {"notes", notes(views)},
                                {"contents", contents(views)},
                                {"pictures", pictures(views)},
                                {"cells", cell_table(views)},
                                {"controls", control_table(views)},
                                {"provenance", provenance(views)}});
}

}  // namespace parallax::reports::html

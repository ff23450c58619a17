// SPDX-License-Identifier: MIT
#include "reports/html/side_by_side.hpp"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string_view>
#include <utility>

#include "reports/html/assets.hpp"
#include "reports/html/data.hpp"
#include "reports/html/fitting_template.hpp"
#include "reports/html/page_parts.hpp"
#include "reports/html/sections_differences.hpp"
#include "reports/html/template.hpp"
#include "reports/views/foreign.hpp"
#include "reports/wording.hpp"

namespace parallax::reports::html {
namespace {

constexpr std::string_view begin_result = "{{begin_result}}", end_result = "{{end_result}}";

// The page's template as three parts: what stands before the content of a result, that content, and what
// stands behind.
struct TemplateParts {
  std::string_view before, result, behind;
};

TemplateParts parts_of_template() {
  const auto whole = page_template();
  const auto begin = whole.find(begin_result), end = whole.find(end_result);
  const auto content = begin + begin_result.size();
  return {whole.substr(0, begin), whole.substr(content, end - content),
          whole.substr(end + end_result.size())};
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

void cut(std::string& text, std::string_view from, std::string_view to) {
  const auto begin = text.find(from);
  const auto end = begin == std::string::npos ? begin : text.find(to, begin);
  if (end != std::string::npos) text.erase(begin, end + to.size() - begin);
}

// A result's sections as part of a page that has others of the same names. Quotes in texts are escaped, so
// what looks like an attribute is one.
std::string as_part(std::string text, std::size_t number, const std::string& name) {
  const auto prefix = fmt::format("r{}-", number);
  for (const std::string_view attribute : {" id=\"", "href=\"#", "aria-labelledby=\""})
    replace_all(text, attribute, std::string(attribute) + prefix);
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"<header>", "<div class=\"result-header\">"},
           {"</header>", "</div>"},
           {"<main>", "<div>"},
           {"</main>", "</div>"}})
    replace_all(text, from, to);
  Markup heading;
  heading.add("<h2 class=\"result-name\">{}</h2>", name);
  replace_all(text, "<h1>Parallax</h1>", heading.text());
  if (number > 1) cut(text, "<details><summary>Licences", "</details>\n");
  return text;
}

std::string whole_result(const Views& views, const ComparedResult& result, std::size_t number) {
  auto text =
      fmt::format("<div class=\"result of-{}{}\">\n", number,
                  views.works.empty() && (!views.probes.empty() || is_foreign(views)) ? " probes-only" : "");
  text += as_part(filled(fitting_template(parts_of_template().result, views), page_parts(views, nullptr)),
                  number, result.name);
  if (has_charts())
    text +=
        fmt::format("<script type=\"application/json\" id=\"r{}-data\">{}</script>\n", number, data(views));
  return text + "</div>\n";
}

Markup switch_of(const Differences& found, std::size_t whole) {
  Markup html;
  for (std::size_t k = 1; k <= whole; ++k)
    html.add(R"(<input type="radio" name="result" class="show show-{0}" id="show-{0}" value="{0}"{1}>
)",
             k, Markup::trusted(k == 1 ? " checked" : ""));
  html.add("<p class=\"switch\" role=\"group\" aria-label=\"Which result is shown\">");
  for (std::size_t k = 1; k <= whole; ++k)
    html.add("<label for=\"show-{}\">{}</label>", k, found.results[k - 1].name);
  return html.add("</p>\n");
}

std::string results_section(const std::vector<Views>& results, const Differences& found) {
  const auto whole = std::min(results.size(), most_whole_results);
  std::string text =
      "<section id=\"each\" aria-labelledby=\"each-heading\">\n"
      "<h2 id=\"each-heading\">Each result by itself</h2>\n"
      "<p class=\"how\">One at a time: its answers, charts and cells. Every speed-up in them is within that "
      "result.</p>\n</section>\n<div class=\"results\">\n" +
      switch_of(found, whole).text();
  for (std::size_t k = 0; k < whole; ++k) text += whole_result(results[k], found.results[k], k + 1);
  if (whole < results.size())
    text +=
        fmt::format("<p class=\"muted\">The other {} results are above only; report shows each alone.</p>\n",
                    results.size() - whole);
  return text + "</div>\n";
}

Markup side_by_side_title(const Differences& found) {
  std::vector<std::string> names;
  for (const auto& one : found.results) names.push_back(one.name);
  Markup html;
  return html.add("Parallax · {}", listed(names));
}

}  // namespace

std::string side_by_side_page(const std::vector<Views>& results, const Differences& found) {
  const auto parts = parts_of_template();
  const std::map<std::string_view, Markup> around{{"title", side_by_side_title(found)},
                                                  {"body_class", Markup::trusted(" class=\"side-by-side\"")},
                                                  {"skip_to", Markup::trusted("differences")}};
  auto page = filled(parts.before, around);
  page += side_by_side_header(found, results).text();
  page += "<main>\n" + differences_section(found, results).text() + contexts_section(found).text();
  page += results_section(results, found) + "</main>\n";
  // What follows is the script; the data of the results stand beside them.
  auto behind = std::string(parts.behind);
  cut(behind, "<script type=\"application/json\" id=\"data\">", "</script>\n");
  return page + behind;
}

}  // namespace parallax::reports::html

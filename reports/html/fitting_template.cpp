// SPDX-License-Identifier: MIT
#include "reports/html/fitting_template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "reports/views/foreign.hpp"

namespace parallax::reports::html {
namespace {

void cut_between(std::string& text, const std::string& from, std::string_view before, std::string_view to) {
  const auto inside = text.find(from);
  if (inside == std::string::npos) return;
  const auto begin = text.rfind(before, inside), end = text.find(to, inside);
  text.erase(begin, end + to.size() - begin);
}

// The section and its line in the list of contents.
void cut_section(std::string& text, std::string_view id) {
  cut_between(text, fmt::format("id=\"{}\"", id), "<section", "</section>\n");
  cut_between(text, fmt::format("href=\"#{}\"", id), "<li", "</li>\n");
}

void reword(std::string& text, std::string_view id, std::string_view words) {
  const auto section = text.find(fmt::format("id=\"{}\"", id));
  const std::string_view open = "<p class=\"how\">";
  const auto begin = text.find(open, section), end = text.find("</p>", begin);
  if (section == std::string::npos || begin == std::string::npos)
    throw std::logic_error("a template lacks what is to be said otherwise");
  text.replace(begin + open.size(), end - begin - open.size(), words);
}

bool has_repetitions(const Views& views) {
  return std::any_of(views.rows.begin(), views.rows.end(),
                     [&](const Row& row) { return row.seconds && views.cells[row.cell].seconds.size() > 1; });
}

}  // namespace

std::string fitting_template(std::string_view whole, const Views& views) {
  std::string text(whole);
  if (!is_foreign(views)) return text;
  for (const auto* id : {"answer", "winners", "scaling", "grain", "overheads", "waiting", "resources"})
    cut_section(text, id);
  if (!has_repetitions(views))
    cut_section(text, "distributions");
  else
    reword(text, "distributions", "Every repetition of every benchmark, in the order of the run.");
  reword(text, "cells",
         "Every benchmark of the file. Times are medians over the repetitions that the file has, with the 95 "
         "% interval "
         "of the median from three repetitions on. CPU time is what the program counted.");
  return text;
}

}  // namespace parallax::reports::html

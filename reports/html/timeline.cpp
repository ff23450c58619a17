// SPDX-License-Identifier: MIT
// A row is divided into as many steps as a wide screen has points. A step shows what took most of it, so that a page of a
// million pieces is no larger than one of a hundred.
#include "reports/html/timeline.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "reports/html/parts.hpp"
#include "support/units.hpp"

namespace parallax::reports::html {
namespace {

constexpr std::size_t steps = 1000;
constexpr double least_share = 0.25;  // of a step, for what lies within other pieces to be seen

bool is_within(Doing doing) { return doing == Doing::asleep || doing == Doing::no_processor; }

using Shares = std::array<double, doing_looks.size()>;  // in the order of the looks

std::size_t place_of(Doing doing) {
  const auto found = std::find_if(doing_looks.begin(), doing_looks.end(),
                                  [&](const DoingLook& look) { return look.doing == doing; });
  return static_cast<std::size_t>(found - doing_looks.begin());
}

std::vector<Shares> shares_of(const TraceRow& row, double whole) {
  std::vector<Shares> shares(steps);
  const double scale = static_cast<double>(steps) / whole;
  for (const TracePiece& piece : row.pieces) {
    const double begin = std::clamp(piece.begin * scale, 0.0, static_cast<double>(steps));
    const double end = std::clamp(piece.end * scale, begin, static_cast<double>(steps));
    for (auto step = static_cast<std::size_t>(begin); step < steps && static_cast<double>(step) < end;
         ++step) {
      const auto at = static_cast<double>(step);
      shares[step][place_of(piece.doing)] += std::min(end, at + 1) - std::max(begin, at);
    }
  }
  return shares;
}

// What is seen of a step: the largest share of those that lie within others, or of those that do not.
std::optional<std::size_t> seen(const Shares& shares, bool within) {
  std::optional<std::size_t> largest;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (is_within(doing_looks[i].doing) != within || shares[i] <= (within ? least_share : 0)) continue;
    if (!largest || shares[i] > shares[*largest]) largest = i;
  }
  return largest;
}

// Rectangles of what each step shows.
void draw(Markup& html, const std::vector<Shares>& shares, bool within) {
  std::array<std::string, doing_looks.size()> paths;
  for (std::size_t begin = 0; begin < steps;) {
    const auto what = seen(shares[begin], within);
    std::size_t end = begin + 1;
    while (end < steps && seen(shares[end], within) == what) ++end;
    if (what)
      paths[*what] += fmt::format("M{} {}h{}V10h-{}z", begin, within ? 6 : 0, end - begin, end - begin);
    begin = end;
  }
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!paths[i].empty()) html.add(R"(<path class="{}" d="{}"/>)", doing_looks[i].style, paths[i]);
  }
}

std::string shares_text(const TraceRow& row, double whole) {
  Shares sums{};
  for (const TracePiece& piece : row.pieces) sums[place_of(piece.doing)] += piece.end - piece.begin;
  std::string text;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (sums[i] > 0)
      text +=
          fmt::format("{}{:.1f} % {}", text.empty() ? "" : ", ", 100 * sums[i] / whole, doing_looks[i].text);
  }
  return text;
}

void add_row(Markup& html, const TraceRow& row, double whole) {
  const auto said = fmt::format("{}: {}", row.name, shares_text(row, whole));
  html.add(
      R"(<span>{}</span><svg viewBox="0 0 {} 10" preserveAspectRatio="none" role="img" aria-label="{}"><title>{}</title>)",
      row.name, steps, said, said);
  const auto shares = shares_of(row, whole);
  draw(html, shares, false);
  draw(html, shares, true);
  html.add("</svg>\n");
}

double end_of(const TraceCell& cell) {
  double end = 1e-9;
  for (const auto& region : cell.regions) end = std::max(end, region.end);
  for (const auto& worker : cell.workers)
    for (const auto& piece : worker.pieces) end = std::max(end, piece.end);
  return end;
}

}  // namespace

Markup timeline(const TraceCell& cell) {
  Markup html;
  const double whole = end_of(cell);
  html.add("<div class=\"timeline\">\n");
  const std::size_t shown = std::min(cell.workers.size(), most_timeline_rows);
  for (std::size_t i = 0; i < shown; ++i) add_row(html, cell.workers[i], whole);
  std::string regions;
  for (const auto& region : cell.regions) {
    const auto place = [&](double seconds) {
      return std::lround(seconds / whole * static_cast<double>(steps));
    };
    regions += fmt::format("M{} 0V10M{} 0V10", place(region.begin), place(region.end));
  }
  html.add(
      R"(<span></span><svg class="regions" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true"><path d="{}"/></svg>)",
      steps, regions);
  html.add("\n<span></span><span class=\"ends\"><span>0</span><span>{}</span></span>\n</div>\n",
           seconds_text(whole));
  add_left_out(html, cell.workers.size(), shown, "workers");
  return html;
}

}  // namespace parallax::reports::html

// SPDX-License-Identifier: MIT
#include "reports/loss_wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace parallax::reports {
namespace {

// What is lost where a part of the efficiency is small.
std::string_view loss_name(Part part) {
  constexpr std::array<std::string_view, 4> names{"imbalance", "getting work", "want of processors",
                                                  "slower items"};
  return names[static_cast<std::size_t>(part)];
}

constexpr double most_cost = 0.1;
constexpr std::size_t most_losses = 2;

std::string loss_text(const EfficiencySplit& split, Part cause) {
  return fmt::format("loses {:.0f} % to {}", 100 * (1 - split.part(cause).point()), loss_name(cause));
}

}  // namespace

std::string split_reading(const EfficiencySplit& split) {
  if (split.is_crowded) return "more workers than processors";
  if (std::abs(split.cost) > most_cost && !split.is_explained())
    return fmt::format("not known: keeping accounts took {:.0f} % {} time", 100 * std::abs(split.cost),
                       split.cost > 0 ? "more" : "less");
  if (!split.is_explained()) return fmt::format("{:+.0f} % unexplained", 100 * split.unexplained());
  const auto cause = split.cause();
  return cause ? loss_text(split, *cause) : "loses nothing that is surely of one cause";
}

std::string loss_sentence(const Answer& answer, const Views& views) {
  std::map<std::string, std::pair<double, std::string>> worst;  // of each runtime
  for (const auto& split : views.splits) {
    const auto& row = views.rows[split.row];
    const bool is_ours = std::find(answer.works.begin(), answer.works.end(), *row.work) != answer.works.end();
    const auto cause = split.cause();
    if (!is_ours || !cause || !computes(answer.kind)) continue;
    const auto lost = 1 - split.part(*cause).point();
    auto& known = worst[row.id.runtime];
    if (lost > known.first)
      known = {lost, fmt::format("{} {} on {} ({} workers)", row.id.runtime, loss_text(split, *cause),
                                 row.id.kernel, *row.id.workers)};
  }
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [runtime, loss] : worst) order.push_back(loss);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (std::size_t i = 0; i < std::min(order.size(), most_losses); ++i)
    text += (i == 0 ? "" : "; ") + order[i].second;
  return text.empty() ? text : text + '.';
}

}  // namespace parallax::reports

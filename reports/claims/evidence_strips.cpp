// SPDX-License-Identifier: MIT
#include "reports/claims/evidence_strips.hpp"

#include <algorithm>
#include <cmath>

#include "reports/claims/wording.hpp"
#include "reports/html/gate_parts.hpp"
#include "reports/html/scale.hpp"

namespace parallax::reports::claims {
namespace {

using html::Markup;
using html::Scale;
using html::StripRow;
using html::StripTick;

constexpr const char *disc = "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z", *diamond = "M0-6L6 0L0 6L-6 0Z",
                     *cross = "M-4.5-4.5L4.5 4.5M4.5-4.5L-4.5 4.5", *half = "M0-5.5V5.5L-6.5 0Z",
                     *dash = "M-5 0H5", *plus = "M0-5.5V5.5M-5.5 0H5.5";
constexpr double left = 3, right = 97;  // percent; labels at the ends need room
constexpr double label_percent = 16;    // of a telephone's width

struct Mark {
  const char *name, *shape;
};
Mark mark_of(const Evidence& evidence) {
  const auto side = side_text(evidence);
  if (side == "for it") return {"holds", disc};
  if (side == "against it") return {"against", cross};
  if (side == "shown only") return {"shown", disc};
  return {"open", diamond};
}

// All that a picture of these has to have room for.
std::pair<double, double> range_of(const std::vector<const Evidence*>& all, double low, double high) {
  const auto include = [&](double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  };
  for (const Evidence* one : all) {
    include(one->effect.estimate.point());
    include(one->effect.estimate.possible().low);
    include(one->effect.estimate.possible().high);
    if (one->bounds) {
      include(one->bounds->supports_from);
      include(one->bounds->supports_to);
    }
  }
  return {low, high};
}

// 1, 10, 100 and what lies between, as far as there is room for labels.
std::vector<StripTick> factor_ticks(const Scale& scale) {
  std::vector<double> wanted{1};
  for (int power = -6; power <= 9; ++power) wanted.push_back(std::pow(10, power));
  for (const double between : {2., 0.5, 5., 0.2, 1.2, 0.8, 1.5, 0.9, 1.1}) wanted.push_back(between);
  std::vector<StripTick> ticks;
  for (const double value : wanted) {
    if (value < scale.low || value > scale.high) continue;
    const bool free = std::none_of(ticks.begin(), ticks.end(), [&](const StripTick& tick) {
      return std::abs(scale(tick.value) - scale(value)) < label_percent;
    });
    if (free) ticks.push_back({value, fmt::format("{:g}×", value)});
  }
  return ticks;
}

Markup picture(const std::vector<const Evidence*>& all, Unit unit) {
  const bool logarithmic = unit == Unit::ratio;
  auto [low, high] = logarithmic ? range_of(all, 0.8, 1.25) : range_of(all, 0, unit == Unit::share ? 1 : 0);
  const auto margin = logarithmic ? std::pow(high / low, 0.03) : (high - low) * 0.03;
  low = logarithmic ? low / margin : low;
  high = logarithmic ? high * margin : high + margin;
  const Scale scale{low, high, left, right, logarithmic};
  std::vector<StripTick> ticks;
  if (logarithmic) {
    ticks = factor_ticks(scale);
  } else {
    for (const double value : html::round_ticks(low, high, 5).values)
      ticks.push_back({value, value_text(value, unit)});
  }
  std::vector<StripRow> rows;
  for (const Evidence* one : all) {
    const auto& estimate = one->effect.estimate;
    const Mark mark = mark_of(*one);
    auto row = html::strip_of(one->what, mark.name, mark.shape, estimate);
    if (row.low) row.small = fmt::format("{}–{}", value_text(*row.low, unit), value_text(*row.high, unit));
    row.number = value_text(estimate.point(), unit);
    row.title = fmt::format("{}: {}, {}", one->what, effect_text(one->effect), side_text(*one));
    if (one->bounds) {
      row.band_low = std::max(one->bounds->supports_from, low);
      row.band_high = std::min(one->bounds->supports_to, high);
      row.title += fmt::format("; for it: {}", bounds_text(*one->bounds, unit));
    }
    rows.push_back(std::move(row));
  }
  return html::strips(rows, scale, ticks, logarithmic ? 1 : 0, unit == Unit::count ? "how many" : "");
}

// Facts need no picture, and a time without bounds has no other to stand beside.
bool has_picture(const Evidence& evidence) {
  return evidence.effect.unit != Unit::seconds && !is_certain(evidence.effect.estimate);
}

}  // namespace

const char* shape_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::confirmed:
      return disc;
    case Verdict::limited:
      return half;
    case Verdict::refuted:
      return cross;
    case Verdict::not_resolved:
      return diamond;
    case Verdict::not_measured:
      return plus;
    case Verdict::not_testable:
      return dash;
  }
  return dash;
}

Markup evidence_strips(const std::vector<Evidence>& evidence) {
  Markup all;
  for (const Unit unit : {Unit::ratio, Unit::share, Unit::count}) {
    std::vector<const Evidence*> same;
    for (const Evidence& one : evidence)
      if (one.effect.unit == unit && has_picture(one)) same.push_back(&one);
    if (!same.empty()) all.add("{}", picture(same, unit));
  }
  Markup facts;
  for (const Evidence& one : evidence) {
    if (has_picture(one)) continue;
    const Mark mark = mark_of(one);
    facts.add(R"(<li class="{}">{}<span>{}: <b>{}</b> <small>{}</small></span></li>)", mark.name,
              html::small_mark(mark.name, mark.shape), one.what, effect_text(one.effect), side_text(one));
  }
  if (!facts.empty()) all.add("<ul class=\"facts\">{}</ul>\n", facts);
  return all;
}

}  // namespace parallax::reports::claims

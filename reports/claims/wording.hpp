// SPDX-License-Identifier: MIT
// What every writer of claims says in the same words.
#pragma once

#include <string>
#include <vector>

#include "reports/claims/claim.hpp"

namespace parallax::reports::claims {

std::string value_text(double value, Unit unit);           // "1.73×", "94 %", "12.3 µs", "3"
std::string effect_text(const Effect& effect);             // "1.73× (1.60–1.81×)", "3" of what is certain
bool is_certain(const Estimate& estimate);                 // whether only one value is possible
std::string bounds_text(const Bounds& bounds, Unit unit);  // "at least 1.20×, against it below 1.00×"
std::string side_text(const Evidence& evidence);  // "for it", "against it", "neither", "open", "shown only"
std::string verdict_sentence(const Judged& judged);  // "refuted", "not resolved: refuted or with limits"
std::string quote_text(const Claim& claim);          // "pipes: Faster than queues"
std::string reason_text(const Judged& judged);       // why so, beyond the evidence; empty if nothing is
std::string command_for(const Claim& claim);         // "scripts/claims D1"
std::string summary_text(const std::vector<Judged>& judged);  // "12 confirmed, 9 confirmed with limits, ..."

}  // namespace parallax::reports::claims

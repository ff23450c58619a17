// SPDX-License-Identifier: MIT
// The claims by group, a file each. The letters are those of the study that collected them.
#pragma once

#include <span>

#include "reports/claims/claim.hpp"

namespace parallax::reports::claims {

std::span<const Claim> group_a();
std::span<const Claim> group_b();
std::span<const Claim> group_c();
std::span<const Claim> group_d();
std::span<const Claim> group_e();
std::span<const Claim> group_f();
std::span<const Claim> group_g();
std::span<const Claim> group_p();

}  // namespace parallax::reports::claims

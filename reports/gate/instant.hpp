// SPDX-License-Identifier: MIT
// ISO 8601 dates as they stand in files, as instants that can be put in order: two of different time zones
// cannot be compared as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace parallax::reports::gate {

// Seconds since 1970 began in UTC. Reads "2026-10-03" and "2026-10-03T14:05:06", the latter with a fraction
// (that is dropped) or not, with "Z", "+02:00", "+0200" or nothing (UTC), and with a blank in the place of
// the T or before the zone, as git writes it. Nothing for any other text and for days that no calendar has.
std::optional<std::int64_t> instant_of(std::string_view iso);

// The day that it names, "2026-10-03". The text has to be one that `instant_of` reads.
std::string_view day_of(std::string_view iso);

}  // namespace parallax::reports::gate

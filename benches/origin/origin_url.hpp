// SPDX-License-Identifier: MIT
//
// The URL of another HTTP server, as --origin takes it.
#pragma once

#include <string>

#include "benches/support/origin_address.hpp"

namespace parallax {

// http://HOST[:PORT][/TARGET], HOST a name, an IPv4 address, or an IPv6 address in brackets. The result has
// no echo address. Throws UsageError if it is anything else, or the host is unknown.
OriginAddress address_of_url(const std::string& url);

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "benches/origin/origin_url.hpp"

#include <fmt/format.h>
#include <netdb.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>

#include "benches/support/usage_error.hpp"

namespace parallax {
namespace {

[[noreturn]] void refuse(const std::string& url, const std::string& why) {
  throw UsageError(fmt::format("--origin={}: {}", url, why));
}

struct Authority {
  std::string host;  // without brackets
  std::string port = "80";
};

Authority split(const std::string& authority) {
  Authority result;
  const std::size_t bracket = authority.rfind(']');
  std::size_t colon = authority.rfind(':');
  if (colon != std::string::npos && bracket != std::string::npos && colon < bracket)
    colon = std::string::npos;
  result.host = authority.substr(0, colon);
  if (result.host.size() > 2 && result.host.front() == '[' && result.host.back() == ']')
    result.host = result.host.substr(1, result.host.size() - 2);
  if (colon != std::string::npos) result.port = authority.substr(colon + 1);
  return result;
}

// getaddrinfo() takes what is beyond modulo 65536.
void require_port(const std::string& url, const std::string& port) {
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc() || end != port.data() + port.size() || number == 0)
    refuse(url, fmt::format("{} is no port from 1 to 65535", port.empty() ? "nothing" : port));
}

}  // namespace

OriginAddress address_of_url(const std::string& url) {
  constexpr std::string_view scheme = "http://";
  if (url.rfind(scheme, 0) != 0)
    refuse(url, "not like http://127.0.0.1:8080/page (and https is not spoken here)");
  if (std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c == 0x7f; }))
    refuse(url, "whatever is no printable ASCII must be encoded, a blank as %20");
  OriginAddress address;
  const std::size_t slash = std::min(url.find('/', scheme.size()), url.size());
  const std::string authority = url.substr(scheme.size(), slash - scheme.size());
  const std::string target = slash == url.size() ? "/" : url.substr(slash);
  if (authority.size() >= address.host.characters.size() || target.size() >= address.target.characters.size())
    refuse(url, "too long");

  const Authority parts = split(authority);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (parts.host.empty()) refuse(url, "it names no host");
  require_port(url, parts.port);
  if (const int error = getaddrinfo(parts.host.c_str(), parts.port.c_str(), &hints, &found))
    refuse(url, gai_strerror(error));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> list(found, freeaddrinfo);
  std::memcpy(&address.http, found->ai_addr, found->ai_addrlen);
  address.http_length = found->ai_addrlen;
  address.host = std::string_view(authority);
  address.target = std::string_view(target);
  return address;
}

}  // namespace parallax
